@testable import JSON

extension RandomValue.Expected {
  /// Whether the server's text is this value, exactly.
  func equals(_ text: String?) throws -> Bool {
    switch self {
    case .null: return text == nil
    case .text(let expected): return text.map { $0.utf8.elementsEqual(expected.utf8) } ?? false
    case .double(let expected):
      return text.flatMap { Double($0) }?.bitPattern == expected.bitPattern
    case .json(let expected):
      guard let text else { return false }
      return try Self.canonical(text) == Self.canonical(expected)
    }
  }

  /// One text for all ways to write a JSON value; numbers keep their digits, and each string stands
  /// in it with its bytes' number.
  private static func canonical(_ text: String) throws -> [UInt8] {
    var scanner = JSONScanner(BytesSource(Array(text.utf8)))
    var tape = Tape()
    try scanner.readValue(into: &tape)
    try scanner.finish()
    return canonical(tape, 0)
  }

  private static func canonical(_ tape: Tape, _ token: Int) -> [UInt8] {
    let value = tape.tokens[token]
    switch value.kind {
    case .object:
      var members: [[UInt8]] = []
      var name = token + 1
      while name < Int(value.next) {
        members.append(canonical(tape, name) + canonical(tape, name + 1))
        name = Int(tape.tokens[name + 1].next)
      }
      members.sort { $0.lexicographicallyPrecedes($1) }
      return Array("{\(members.count)".utf8) + members.joined()
    case .array:
      var items: [UInt8] = Array("[\(value.count) ".utf8)
      var item = token + 1
      while item < Int(value.next) {
        items += canonical(tape, item)
        item = Int(tape.tokens[item].next)
      }
      return items
    case .string, .name:
      let text = Array(tape.string(at: token).utf8)
      return Array("\"\(text.count) ".utf8) + text
    default: return tape.bytes[Int(value.start)..<Int(value.end)] + [0x20]
    }
  }
}
