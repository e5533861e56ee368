internal import Postgres

/// Writes a row as a record: one JSON object on one line.
struct RecordWriter {
  let fields: [DumpField]

  func append(_ row: borrowing CopyRow, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "{"))
    let start = out.count
    for field in fields {
      let before = out.count
      if before > start { out.append(contentsOf: ", ".utf8) }
      out.append(contentsOf: field.label)
      if !append(field, row, to: &out) { out.removeSubrange(before...) }
    }
    out.append(UInt8(ascii: "}"))
  }

  /// - Returns: false where the field is left out.
  private func append(
    _ field: DumpField, _ row: borrowing CopyRow, to out: inout [UInt8]
  ) -> Bool {
    switch field.source {
    case .value(let position, let text, let masking):
      guard let masking else { return append(row[position], text, field.omission, to: &out) }
      let masked = row[position].flatMap(masking.masked)
      return append(masked.map { $0[...] }, text, field.omission, to: &out)
    case .reference(let position, let text, let parts):
      guard let value = row[position], isThere(parts, row) else {
        return append(row[position], text, field.omission, to: &out)
      }
      if case .value(let omitted) = field.omission, value.elementsEqual(omitted) { return false }
      RecordWriter(fields: parts).append(row, to: &out)
      return true
    }
  }

  private func append(
    _ value: ArraySlice<UInt8>?, _ text: ValueText, _ omission: DumpField.Omission,
    to out: inout [UInt8]
  ) -> Bool {
    guard let value else {
      if case .null = omission { return false }
      out.append(contentsOf: "null".utf8)
      return true
    }
    if case .value(let omitted) = omission, value.elementsEqual(omitted) { return false }
    text.append(value, to: &out)
    return true
  }

  /// A key's columns are never NULL, so the row that is referred to is there where they are.
  private func isThere(_ parts: [DumpField], _ row: borrowing CopyRow) -> Bool {
    parts.allSatisfy { part in
      switch part.source {
      case .value(let position, _, _), .reference(let position, _, _): row[position] != nil
      }
    }
  }
}
