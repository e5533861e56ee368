internal import Postgres

/// Counts the rows in the text of a dump as it streams by: `COPY schema.table (…) FROM stdin;`, a line
/// for each row, `\.`.
struct DumpedRows {
  private(set) var rows: [QualifiedName: Int] = [:]
  private var table: QualifiedName?
  /// The beginning of the line that has not ended yet.
  private var line: [UInt8] = []
  private static let longestHead = 1 << 16

  var total: Int { rows.values.reduce(0, +) }

  func total(inSchema schema: String) -> Int {
    rows.reduce(0) { $0 + ($1.key.schema == schema ? $1.value : 0) }
  }

  mutating func read(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
      keep(rest[..<end])
      endLine()
      rest = rest[(end + 1)...]
    }
    keep(rest)
  }

  /// A row may be a gigabyte long, and only its beginning is looked at.
  private mutating func keep(_ bytes: ArraySlice<UInt8>) {
    line += bytes.prefix(Self.longestHead - line.count)
  }

  private mutating func endLine() {
    defer { line.removeAll(keepingCapacity: true) }
    guard let table else {
      guard line.starts(with: "COPY ".utf8) else { return }
      self.table = Self.name(in: String(decoding: line.dropFirst(5), as: UTF8.self))
      return
    }
    if line.elementsEqual("\\.".utf8) {
      self.table = nil
    } else {
      rows[table, default: 0] += 1
    }
  }

  /// The two parts at the beginning of a text, each in quotes where it needs them.
  private static func name(in text: String) -> QualifiedName? {
    var rest = text[...]
    guard let schema = part(of: &rest), rest.popFirst() == ".", let name = part(of: &rest) else {
      return nil
    }
    return QualifiedName(schema: schema, name: name)
  }

  private static func part(of text: inout Substring) -> String? {
    guard text.first == "\"" else {
      let name = text.prefix { $0 != "." && $0 != " " }
      text = text.dropFirst(name.count)
      return name.isEmpty ? nil : String(name)
    }
    text.removeFirst()
    var name = ""
    while let letter = text.popFirst() {
      if letter == "\"" {
        guard text.first == "\"" else { return name }
        text.removeFirst()
      }
      name.append(letter)
    }
    return nil
  }
}
