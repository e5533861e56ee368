internal import JSON
internal import Postgres

/// Takes over CSV whose first line names the columns.
struct CSVImporter {
  let catalogOf: (_ names: [String]) throws -> Catalog
  let table: String?

  func read(_ file: ForeignFile, into output: ImportOutput) throws {
    let name = table ?? FileName.table(file.stem)
    guard let table = try catalogOf([name]).table(named: name) else {
      throw Problem(
        "import.unknown_table", "there is no table \"\(name)\"",
        hint: "name it with --table, or run the migrations first", at: file.location())
    }
    let isTabbed = file.path.lowercased().hasSuffix(".tsv")
    do {
      var reader = CSVReader(
        try FileSource(path: file.path), separator: UInt8(ascii: isTabbed ? "\t" : ","))
      guard let header = try reader.next() else {
        throw Problem("import.empty_file", "\(file.name) is empty", at: file.location())
      }
      let columns = columns(of: header.fields, in: table, file, output)
      guard columns.contains(where: { $0 != nil }) else {
        throw Problem(
          "import.no_columns", "the first line names no column of \(table.name)",
          hint: "columns are separated by \(isTabbed ? "tabs" : "commas")",
          at: file.location(header.line))
      }
      try output.write(table, giving: Set(columns.compactMap { $0 })) {
        while let row = try reader.next() {
          guard row.fields.count == columns.count else {
            output.leave(
              "a row of \(row.fields.count) fields, where the first line has \(columns.count)",
              at: file.location(row.line))
            continue
          }
          return try record(of: row.fields, columns, table, file.location(row.line), output)
        }
        return nil
      }
    } catch let error as FileError {
      throw file.unreadable(error)
    } catch let fault as CSVReader.Fault {
      throw Problem("import.syntax", fault.message, at: file.location(fault.line))
    }
  }

  /// The positions of the columns that the first line names; nil for what is none.
  private func columns(
    of header: [CSVReader.Field], in table: Table, _ file: ForeignFile, _ output: ImportOutput
  ) -> [Int?] {
    var seen: Set<Int> = []
    return header.map { field in
      let name = String(decoding: field.text, as: UTF8.self)
        .trimmed
      guard let index = table.columnIndex(named: name) else {
        let near = Suggestion.nearest(to: name, in: table.columns.map(\.name))
        output.leave(
          "\(table.name) has no column \"\(name)\"" + (near.map { "; there is \"\($0)\"" } ?? ""),
          at: file.location(1))
        return nil
      }
      guard seen.insert(index).inserted else {
        output.leave("the column \"\(name)\" once more", at: file.location(1))
        return nil
      }
      return index
    }
  }

  private func record(
    of fields: [CSVReader.Field], _ columns: [Int?], _ table: Table, _ place: Problem.Location,
    _ output: ImportOutput
  ) throws -> [UInt8] {
    var members: JSONObject = [:]
    for (field, column) in zip(fields, columns) {
      guard let column else { continue }
      let name = table.columns[column].name
      if field.text.isEmpty, !field.isQuoted {
        members[name] = .null
        continue
      }
      guard let text = String(validating: field.text, as: UTF8.self), !field.text.contains(0)
      else {
        throw Problem(
          "import.encoding", "this row is not UTF-8", hint: "save the file as UTF-8", at: place)
      }
      if let value = ImportedValue.value(of: text, for: table.columns[column]) {
        members[name] = value
      } else {
        output.leave("\"\(name)\": this is not JSON", at: place)
      }
    }
    return Array(JSONValue.object(members).serialized().utf8)
  }
}

extension String {
  /// Without the spaces around it.
  fileprivate var trimmed: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
