/// The text of a fixture around its records, written as a stream: one record a line.
struct DumpText {
  /// What stands around the records of a table.
  enum Shape: Equatable {
    /// `[…]`
    case array
    /// `{"$key": […], "$rows": […]}`, `$table` too where the file's name is not the table.
    case rows(key: [String]?, table: String?)
    /// One of several tables in an object.
    case member(String, key: [String]?)
    case lines
  }

  private let write: (ArraySlice<UInt8>) throws -> Void
  private var buffer: [UInt8] = []
  private var hasMembers = false
  private var shape = Shape.array
  private var indent = ""
  /// The records of the table so far.
  private(set) var count = 0
  private static let bufferSize = 256 << 10

  init(_ write: @escaping (ArraySlice<UInt8>) throws -> Void) {
    self.write = write
    buffer.reserveCapacity(Self.bufferSize + (64 << 10))
  }

  /// Begins a table's records.
  mutating func begin(_ shape: Shape) {
    self.shape = shape
    count = 0
    open()
  }

  /// Writes one record.
  mutating func append(_ record: (inout [UInt8]) -> Void) throws {
    if shape != .lines {
      append(count == 0 ? "\n" : ",\n")
      append(indent)
    }
    record(&buffer)
    if shape == .lines { append("\n") }
    count += 1
    if buffer.count >= Self.bufferSize { try flush() }
  }

  /// Ends the table's records.
  mutating func end() {
    let bracket = count == 0 ? "]" : "\n\(indent.dropLast(2))]"
    switch shape {
    case .lines: break
    case .array: append("\(bracket)\n")
    case .rows: append("\(bracket)\n}\n")
    case .member(_, nil): append(bracket)
    case .member: append("\(bracket)\n  }")
    }
  }

  /// Ends the text.
  mutating func finish() throws {
    if hasMembers { append("\n}\n") }
    try flush()
  }

  private mutating func open() {
    switch shape {
    case .lines: indent = ""
    case .array:
      append("[")
      indent = "  "
    case .rows(let key, let table):
      append("{\n")
      if let table { append("  \"$table\": \(Self.quoted(table)),\n") }
      if let key { append("  \"$key\": \(Self.list(key)),\n") }
      append("  \"$rows\": [")
      indent = "    "
    case .member(let name, let key):
      append(hasMembers ? ",\n" : "{\n")
      hasMembers = true
      append("  \(Self.quoted(name)): ")
      if let key { append("{\n    \"$key\": \(Self.list(key)),\n    \"$rows\": ") }
      append("[")
      indent = key == nil ? "    " : "      "
    }
  }

  private mutating func append(_ text: String) { buffer.append(contentsOf: text.utf8) }

  private mutating func flush() throws {
    try write(buffer[...])
    buffer.removeAll(keepingCapacity: true)
  }

  private static func quoted(_ name: String) -> String {
    var text: [UInt8] = []
    JSONLiteral.append(string: Array(name.utf8)[...], to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  private static func list(_ names: [String]) -> String {
    "[" + names.map(quoted).joined(separator: ", ") + "]"
  }
}
