internal import Postgres

/// Asks the server for the texts of the columns' constant defaults, so that fields which hold them
/// can be left out.
struct ConstantDefaults {
  private(set) var dumps: [TableDump]

  init(_ dumps: [TableDump], connection: Connection) throws(PostgresError) {
    self.dumps = dumps
    for index in dumps.indices {
      let dump = dumps[index]
      let defaults = dump.fields.enumerated().compactMap { position, field in
        field.column.constantDefault.map { (position, "(\($0))::\(field.column.typeText)") }
      }.filter { position, _ in !dump.identity.columns.contains(dump.fields[position].column.number)
      }
      guard !defaults.isEmpty else { continue }
      // By the same way as the rows, so that both are the same text.
      let list = defaults.map(\.1).joined(separator: ", ")
      var rows = try connection.copyOut(SQL(unsafe: "COPY (SELECT \(list)) TO STDOUT"))
      var row = CopyRow()
      guard try rows.next(into: &row) else { continue }
      for (number, (position, _)) in defaults.enumerated() {
        let omission = row[number].map { DumpField.Omission.value(Array($0)) } ?? .null
        self.dumps[index].leaveOut(position, where: omission)
      }
    }
  }
}
