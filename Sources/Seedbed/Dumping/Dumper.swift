internal import JSON
public import Postgres

/// Writes rows of a database as fixtures that bring the same rows to another one.
///
/// A dump is one read-only transaction with one snapshot. The rows are streamed: memory does not
/// grow with them.
public struct Dumper {
  private let connection: Connection
  private let schemas: [String]
  private let environment: String
  private let request: DumpRequest
  private let progress: any Progress

  /// - Parameter schemas: where tables without a schema are looked for, in this order.
  public init(
    connection: Connection, schemas: [String], environment: String, request: DumpRequest,
    progress: any Progress
  ) {
    self.connection = connection
    self.schemas = schemas
    self.environment = environment
    self.request = request
    self.progress = progress
  }

  /// Dumps the rows.
  ///
  /// - Throws: a `Problem`; nothing was written to a folder then.
  public func dump(to destination: DumpDestination) throws -> DumpReport {
    let start = ContinuousClock.now
    defer {
      progress.finished()
      if connection.transactionStatus != .idle { _ = try? connection.execute("ROLLBACK") }
    }
    do {
      var report = DumpReport(environment: environment)
      let scope = try DumpScope(
        request, connection: connection, schemas: schemas, progress: progress)
      report.tables = try write(scope, to: destination)
      report.seconds = (ContinuousClock.now - start).seconds
      return report
    } catch let error as PostgresError {
      throw Problem(error)
    }
  }

  private func write(
    _ scope: DumpScope, to destination: DumpDestination
  ) throws -> [DumpReport.TableRows] {
    switch destination {
    case .stream(let write): try self.write(scope, write)
    case .folder(let path, let name, let overwriting):
      try self.write(
        scope, DumpFolder(path: path, name: name, overwriting: overwriting))
    }
  }

  // MARK: One text

  private func write(
    _ scope: DumpScope, _ write: @escaping (ArraySlice<UInt8>) throws -> Void
  ) throws -> [DumpReport.TableRows] {
    let tables = scope.tables
    if request.format == .jsonLines, tables.count != 1 || tables[0].key != nil {
      throw Problem(
        "dump.lines", "one record a line has no place for several tables, nor for $key",
        hint: "give --output DIR, or --format json", exitStatus: .usage)
    }
    var text = DumpText(write)
    let rows = try tables.map { table in
      let shape: DumpText.Shape =
        if request.format == .jsonLines {
          .lines
        } else if tables.count > 1 {
          .member(scope.name(of: table.table), key: table.key)
        } else if table.key != nil {
          .rows(key: table.key, table: nil)
        } else {
          .array
        }
      return DumpReport.TableRows(
        table: table.table.name.description, rows: try copy(table, scope, shape, into: &text),
        file: nil)
    }
    try text.finish()
    return rows
  }

  // MARK: Files

  private func write(_ scope: DumpScope, _ given: DumpFolder) throws -> [DumpReport.TableRows] {
    var folder = given
    var rows: [DumpReport.TableRows] = []
    for table in scope.tables {
      let name = scope.name(of: table.table)
      let stem = Self.stem(name)
      let named = stem == name ? nil : name
      if request.format == .jsonLines, named == nil {
        if let key = table.key {
          let options = try folder.add("\(stem).json")
          var text = DumpText(options.append)
          text.begin(.rows(key: key, table: nil))
          text.end()
          try text.finish()
          try options.close()
        }
        let draft = try folder.add("\(stem).jsonl")
        rows.append(try copy(table, scope, .lines, to: draft, "\(folder.name)/\(stem).jsonl"))
      } else {
        let draft = try folder.add("\(stem).json")
        let shape: DumpText.Shape =
          table.key == nil && named == nil ? .array : .rows(key: table.key, table: named)
        rows.append(try copy(table, scope, shape, to: draft, "\(folder.name)/\(stem).json"))
      }
    }
    let outcomes = try folder.publish(tables: Set(scope.tables.map { scope.name(of: $0.table) }))
    for index in rows.indices {
      let file = rows[index].file.map { String($0.dropFirst(folder.name.count + 1)) } ?? ""
      rows[index].outcome = outcomes[file] ?? .written
    }
    return rows
  }

  private func copy(
    _ table: TableDump, _ scope: DumpScope, _ shape: DumpText.Shape, to draft: FileDraft,
    _ file: String
  ) throws -> DumpReport.TableRows {
    var text = DumpText(draft.append)
    let count = try copy(table, scope, shape, into: &text)
    try text.finish()
    try draft.close()
    return DumpReport.TableRows(
      table: table.table.name.description, rows: count, file: file)
  }

  /// The file's name for a table: its own, where reading it gives the table back.
  private static func stem(_ name: String) -> String {
    if case .fixture(name, _, _) = FileName("\(name).json"), !name.contains("/"),
      !name.hasPrefix(".")
    {
      return name
    }
    return "table_" + name.map { $0 == "/" || $0 == "." ? "_" : String($0) }.joined()
  }

  // MARK: Rows

  private func copy(
    _ table: TableDump, _ scope: DumpScope, _ shape: DumpText.Shape,
    into text: inout DumpText
  ) throws -> Int {
    let writer = RecordWriter(fields: table.fields)
    var rows = try connection.copyOut(table.query.copy(selection: scope.selection(of: table.table)))
    var row = CopyRow()
    text.begin(shape)
    while try rows.next(into: &row) {
      try text.append { writer.append(row, to: &$0) }
      if text.count % 50_000 == 0 {
        progress.activity("dumping \(table.table.name): \(text.count.rows)")
      }
    }
    text.end()
    return text.count
  }
}
