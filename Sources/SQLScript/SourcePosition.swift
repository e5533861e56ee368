/// A place in a script's normalised text.
public struct SourcePosition: Sendable, Hashable, CustomStringConvertible {
  /// From 1.
  public var line: Int
  /// From 1, in Unicode scalars.
  public var column: Int
  /// From 0, in bytes of UTF-8.
  public var offset: Int

  public init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }

  static let start = SourcePosition(line: 1, column: 1, offset: 0)

  /// `line:column`
  public var description: String { "\(line):\(column)" }

  /// Moves forward to `offset`, so that many places in order cost one walk through the text; of a long
  /// way the text is let go of.
  mutating func advance(to target: Int, in bytes: SourceText) {
    while target - offset > SourceText.Pieces.size {
      let start = offset
      step(to: offset + SourceText.Pieces.size, in: bytes)
      bytes.letGo(start..<offset)
    }
    step(to: target, in: bytes)
  }

  private mutating func step(to target: Int, in bytes: SourceText) {
    while offset < target {
      let byte = bytes[offset]
      if byte == .newline {
        line += 1
        column = 1
      } else if !byte.isContinuation {
        column += 1
      }
      offset += 1
    }
  }
}
