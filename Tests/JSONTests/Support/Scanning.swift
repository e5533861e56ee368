@testable import JSON

/// Hands out at most `step` bytes at a time.
struct DribblingSource: ByteSource {
  var bytes: [UInt8]
  var step: Int
  var taken = 0

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) -> Int {
    let count = min(step, buffer.count, bytes.count - taken)
    buffer.copyBytes(from: bytes[taken..<taken + count])
    taken += count
    return count
  }
}

/// What a scanner made of a text: everything a caller can see.
enum Outcome: Equatable {
  case values([Scanned])
  case error(JSONSyntaxError)
}

/// A tape's content, comparable.
struct Scanned: Equatable {
  var source: String
  var compact: String
  var start: TextPosition
  var tokens: [String]

  init(_ tape: Tape) {
    source = String(decoding: tape.bytes, as: UTF8.self)
    var bytes: [UInt8] = []
    tape.appendCompact(at: 0, to: &bytes)
    compact = String(decoding: bytes, as: UTF8.self)
    start = tape.start
    tokens = tape.tokens.map {
      "\($0.kind) \($0.hasEscapes) \($0.start)..<\($0.end) next \($0.next) count \($0.count)"
    }
  }
}

/// How a text is fed to a scanner.
struct Feed: Sendable, CustomStringConvertible {
  var step = Int.max
  var window = 256 << 10

  var description: String { "\(step) bytes at a time through a window of \(window)" }

  static let small = [
    Feed(step: 1, window: 16), Feed(step: 2, window: 17), Feed(step: 3, window: 19),
    Feed(step: 7, window: 16), Feed(step: 1), Feed(window: 16), Feed(window: 23),
    Feed(window: 64),
  ]
}

func scanner(
  _ bytes: [UInt8], _ feed: Feed = Feed(), depth: Int = 256, maximumValue: Int = 1 << 30
) -> JSONScanner {
  JSONScanner(
    DribblingSource(bytes: bytes, step: feed.step), maximumDepth: depth, windowSize: feed.window,
    maximumValue: maximumValue)
}

/// Reads one whole text.
func read(_ bytes: [UInt8], _ feed: Feed = Feed()) throws -> Tape {
  var scanner = scanner(bytes, feed)
  var tape = Tape()
  try scanner.readValue(into: &tape)
  try scanner.finish()
  return tape
}

func read(_ text: String) throws -> Tape {
  try read(Array(text.utf8))
}

func outcome(_ bytes: [UInt8], _ feed: Feed = Feed()) throws -> Outcome {
  do {
    return .values([Scanned(try read(bytes, feed))])
  } catch let error as JSONSyntaxError {
    return .error(error)
  }
}

/// Skips one whole text.
func skip(_ bytes: [UInt8], _ feed: Feed = Feed()) throws -> JSONSyntaxError? {
  do {
    var scanner = scanner(bytes, feed)
    try scanner.skipValue()
    try scanner.finish()
    return nil
  } catch let error as JSONSyntaxError {
    return error
  }
}

/// Walks every array and object of a text as outer structure and lists what it meets.
func walk(_ bytes: [UInt8], _ feed: Feed = Feed()) throws -> [String] {
  var scanner = scanner(bytes, feed)
  var tape = Tape()
  var events: [String] = []
  func value(_ scanner: inout JSONScanner) throws {
    switch try scanner.nextKind() {
    case .object:
      events.append("{ \(scanner.position)")
      try scanner.beginObject()
      while let (name, position) = try scanner.nextName() {
        events.append("\(name) \(position)")
        try value(&scanner)
      }
      events.append("} \(scanner.position)")
    case .array:
      events.append("[ \(scanner.position)")
      try scanner.beginArray()
      while try scanner.nextElement() { try value(&scanner) }
      events.append("] \(scanner.position)")
    default:
      try scanner.readValue(into: &tape)
      events.append("\(tape.string(at: 0)) \(tape.start)")
    }
  }
  try value(&scanner)
  try scanner.finish()
  return events
}

extension JSONValue {
  /// The tree a tape stands for, built without json-c.
  init(tokensOf tape: Tape, at token: inout Int) {
    let first = tape.tokens[token]
    let start = token
    token += 1
    switch first.kind {
    case .object:
      var members: [JSONObject.Member] = []
      while token < Int(first.next) {
        let name = tape.string(at: token)
        token += 1
        members.append(.init(name: name, value: JSONValue(tokensOf: tape, at: &token)))
      }
      self = .object(JSONObject(distinct: members))
    case .array:
      var elements: [JSONValue] = []
      while token < Int(first.next) { elements.append(JSONValue(tokensOf: tape, at: &token)) }
      self = .array(elements)
    case .string, .name: self = .string(tape.string(at: start))
    case .number: self = .number(tape.string(at: start))
    case .true: self = .bool(true)
    case .false: self = .bool(false)
    case .null: self = .null
    }
  }

  init(tokensOf tape: Tape) {
    var first = 0
    self.init(tokensOf: tape, at: &first)
  }
}
