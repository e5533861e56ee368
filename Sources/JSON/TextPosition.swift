/// A place in a text.
///
/// A line ends with a line feed, alone or after a carriage return. A byte order mark at the start
/// takes no column.
public struct TextPosition: Sendable, Hashable, Comparable {
  /// 1-based.
  public var line: Int
  /// 1-based, counted in Unicode scalars.
  public var column: Int
  /// 0-based, counted in UTF-8 bytes.
  public var offset: Int

  public init(line: Int, column: Int, offset: Int) {
    self.line = line
    self.column = column
    self.offset = offset
  }

  /// The first place of every text.
  public static let start = TextPosition(line: 1, column: 1, offset: 0)

  public static func < (left: TextPosition, right: TextPosition) -> Bool {
    left.offset < right.offset
  }

  /// The place that follows `bytes`, which begin here and are valid UTF-8.
  func advanced(over bytes: some Sequence<UInt8>) -> TextPosition {
    var place = self
    for byte in bytes {
      place.offset += 1
      if byte == .lineFeed {
        place.line += 1
        place.column = 1
      } else if !byte.continuesScalar {
        place.column += 1
      }
    }
    return place
  }
}

extension TextPosition: CustomStringConvertible {
  public var description: String { "\(line):\(column)" }
}
