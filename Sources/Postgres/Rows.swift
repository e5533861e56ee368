/// The rows a statement returned, in the text form of their types; a value that can be passed on.
public struct Rows: Sendable, RandomAccessCollection {
  public let columns: [String]
  /// The command tag, as `INSERT 0 3`.
  public let tag: String
  /// How many rows the command touched or returned.
  public let affected: Int
  private let values: [String?]
  public let count: Int

  init(columns: [String], values: [String?], count: Int, tag: String, affected: Int) {
    self.columns = columns
    self.values = values
    self.count = count
    self.tag = tag
    self.affected = affected
  }

  public var startIndex: Int { 0 }
  public var endIndex: Int { count }

  public subscript(position: Int) -> Row {
    let start = position * columns.count
    return Row(values: values[start..<(start + columns.count)])
  }

  /// One row of the result, by column number from 0.
  public struct Row: Sendable {
    let values: ArraySlice<String?>

    public subscript(column: Int) -> String? { values[values.startIndex + column] }

    /// The value's text; empty where it is NULL.
    public func string(_ column: Int) -> String { self[column] ?? "" }

    /// The value as an integer; 0 where it is NULL.
    public func int(_ column: Int) -> Int { self[column].flatMap { Int($0) } ?? 0 }

    /// The value as a boolean; false where it is NULL.
    public func bool(_ column: Int) -> Bool { self[column] == "t" }

    /// The elements of a one-dimensional array; empty where it is NULL.
    public func array(_ column: Int) -> [String] {
      self[column].map(ArrayLiteral.elements) ?? []
    }
  }
}

extension ArrayLiteral {
  /// The elements of a one-dimensional array's text; a NULL element becomes an empty text.
  static func elements(_ text: String) -> [String] {
    var elements: [String] = []
    var current: [UInt8] = []
    var inQuotes = false
    var wasQuoted = false
    var escaped = false
    for byte in text.utf8.dropFirst().dropLast() {
      if escaped {
        current.append(byte)
        escaped = false
      } else if byte == UInt8(ascii: "\\") {
        escaped = true
      } else if byte == UInt8(ascii: "\"") {
        inQuotes.toggle()
        wasQuoted = true
      } else if byte == UInt8(ascii: ","), !inQuotes {
        elements.append(element(current, wasQuoted))
        current.removeAll(keepingCapacity: true)
        wasQuoted = false
      } else {
        current.append(byte)
      }
    }
    if !current.isEmpty || wasQuoted { elements.append(element(current, wasQuoted)) }
    return elements
  }

  private static func element(_ bytes: [UInt8], _ wasQuoted: Bool) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    return !wasQuoted && text == "NULL" ? "" : text
  }
}
