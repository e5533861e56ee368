internal import JSON

/// Reads CSV as RFC 4180 describes it, row by row; memory holds one row.
///
/// A byte order mark, line feeds alone and a missing last line break are accepted. Written here, as
/// the libraries for it hold the whole text and bring all of Foundation along.
struct CSVReader {
  struct Field {
    var text: [UInt8] = []
    /// What is empty without quotes is no value; with quotes it is an empty text.
    var isQuoted = false
  }

  /// What ends a text before its time.
  struct Fault: Error {
    let message: String
    let line: Int
  }

  private let separator: UInt8
  private var source: any ByteSource
  private var buffer = [UInt8](repeating: 0, count: 1 << 16)
  private var index = 0
  private var count = 0
  private var hasBegun = false
  /// The line that the next byte is in.
  private var line = 1

  init(_ source: any ByteSource, separator: UInt8 = UInt8(ascii: ",")) {
    self.source = source
    self.separator = separator
  }

  /// The next row and the line it begins in; nil at the end. Empty lines are passed over.
  mutating func next() throws -> (fields: [Field], line: Int)? {
    if !hasBegun { try skipByteOrderMark() }
    while let byte = try peek(), byte == Self.lineFeed || byte == Self.carriageReturn { take(byte) }
    guard try peek() != nil else { return nil }
    let start = line
    var fields: [Field] = []
    while true {
      fields.append(try field())
      guard let byte = try peek() else { break }
      take(byte)
      if byte == separator { continue }
      if byte == Self.carriageReturn, try peek() == Self.lineFeed { take(Self.lineFeed) }
      break
    }
    return (fields, start)
  }

  private static let lineFeed = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
  private static let quote = UInt8(ascii: "\"")

  private mutating func field() throws -> Field {
    var field = Field()
    guard try peek() == Self.quote else {
      while let byte = try peek(), byte != separator, byte != Self.lineFeed,
        byte != Self.carriageReturn
      {
        field.text.append(byte)
        take(byte)
      }
      return field
    }
    field.isQuoted = true
    let start = line
    take(Self.quote)
    while let byte = try peek() {
      take(byte)
      if byte != Self.quote {
        field.text.append(byte)
      } else if try peek() == Self.quote {
        field.text.append(byte)
        take(byte)
      } else {
        let next = try peek()
        guard
          next == nil || next == separator || next == Self.lineFeed
            || next == Self.carriageReturn
        else { throw Fault(message: "text follows a closing quote", line: line) }
        return field
      }
    }
    throw Fault(message: "a quote is opened here and never closed", line: start)
  }

  private mutating func take(_ byte: UInt8) {
    index += 1
    if byte == Self.lineFeed { line += 1 }
  }

  private mutating func peek() throws -> UInt8? {
    if index == count {
      count = try buffer.withUnsafeMutableBytes { try source.read(into: $0) }
      index = 0
      if count == 0 { return nil }
    }
    return buffer[index]
  }

  private mutating func skipByteOrderMark() throws {
    hasBegun = true
    guard try peek() == 0xEF else { return }
    for byte: UInt8 in [0xEF, 0xBB, 0xBF] {
      guard try peek() == byte else { throw Fault(message: "this is not UTF-8", line: 1) }
      take(byte)
    }
  }
}
