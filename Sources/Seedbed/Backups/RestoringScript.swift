internal import Postgres

/// A script for psql that holds rows, or one column of them, and puts back what is missing.
///
/// A table's rows come back where their keys are free; a column is made again where it is gone, and
/// gets its values in the rows that are still there. What was right already is not touched, so the
/// script may run twice.
struct RestoringScript {
  private let item: BackupItem
  private let database: String
  /// The columns that are kept.
  private let columns: [StoredTable.Column]

  init(_ item: BackupItem, of database: String) {
    self.item = item
    self.database = database
    switch item.content {
    case .column(let name):
      columns = (item.table.key + [name]).compactMap { item.table.column($0) }
    case .rows, .table:
      columns = item.table.columns.filter { !$0.isGenerated }
    }
  }

  func write(to path: String, _ snapshot: Snapshot) throws -> BackupReport.File {
    let draft = try FileDraft(for: path, mode: 0o600)
    try draft.append(Array(head(snapshot).utf8))
    var piece: [UInt8] = []
    var rows = 0
    var copy = try snapshot.connection.copyOut(
      "COPY (SELECT \(unsafe: list(columns.map(\.name))) FROM \(unsafe: source)) TO STDOUT")
    while try copy.next(appendingTo: &piece) {
      rows += 1
      if piece.count >= 1 << 16 {
        try draft.append(piece)
        piece.removeAll(keepingCapacity: true)
      }
    }
    try draft.append(piece)
    try draft.append(Array(tail.utf8))
    try draft.replace()
    try verify(path, rows)
    let kind = if case .column = item.content { "column" } else { "rows" }
    return try BackupReport.File(
      path, parts: [.init(kind: kind, name: item.name, rows: rows)],
      restore: "psql -X --single-transaction -v ON_ERROR_STOP=1 -f \(path.shellQuoted) "
        + "\"$DATABASE_URL\"")
  }

  private func verify(_ path: String, _ rows: Int) throws {
    let found = try FileLines.count(in: path) - lines(head(nil)) - lines(tail)
    guard found == rows else {
      throw Problem(
        "backup.incomplete", "the file holds \(found.rows) of \(item.name), not \(rows)")
    }
  }

  private func lines(_ text: String) -> Int { text.utf8.count { $0 == UInt8(ascii: "\n") } }

  /// The rows of an inherited table's children are items of their own.
  private var source: String {
    item.table.isPartitioned ? item.table.name.sql : "ONLY \(item.table.name.sql)"
  }

  private func head(_ snapshot: Snapshot?) -> String {
    let definitions = columns.map { "\(quoted(identifier: $0.name)) \($0.type)" }
    return """
      -- \(item.name.onOneLine) of \(database.onOneLine), \(snapshot?.time ?? "")
      SET client_encoding = 'UTF8';
      SET standard_conforming_strings = on;
      SET DateStyle = ISO, YMD;
      SET IntervalStyle = postgres;
      SET TimeZone = 'UTC';
      SET search_path = pg_catalog;
      CREATE TEMPORARY TABLE seedbed_backup (\(definitions.joined(separator: ", ")));
      COPY seedbed_backup FROM stdin;

      """
  }

  private var tail: String {
    let table = item.table.name.sql
    let statements: String
    switch item.content {
    case .column(let name):
      let column = quoted(identifier: name)
      let type = item.table.column(name)?.type ?? "text"
      let join = item.table.key.map(quoted(identifier:)).map { "t.\($0) = b.\($0)" }
      // Another type was made of this one; its values go back the same way.
      statements = """
        ALTER TABLE \(table) ADD COLUMN IF NOT EXISTS \(column) \(type);
        DO $seedbed$ BEGIN
          IF (SELECT format_type(atttypid, atttypmod) FROM pg_attribute
              WHERE attrelid = \(quoted(literal: table))::regclass
                AND attname = \(quoted(literal: name))) <> \(quoted(literal: type)) THEN
            ALTER TABLE \(table) ALTER COLUMN \(column) TYPE \(type) USING \(column)::text::\(type);
          END IF;
        END $seedbed$;
        UPDATE \(table) AS t SET \(column) = b.\(column) FROM seedbed_backup AS b
          WHERE \(join.joined(separator: " AND ")) AND t.\(column)::text IS DISTINCT FROM b.\(column)::text;
        """
    case .rows, .table:
      let names = list(columns.map(\.name))
      statements = """
        INSERT INTO \(table) (\(names)) OVERRIDING SYSTEM VALUE
          SELECT \(names) FROM seedbed_backup ON CONFLICT DO NOTHING;
        """
    }
    return "\\.\n\(statements)\nDROP TABLE seedbed_backup;\n"
  }

  private func list(_ names: [String]) -> String {
    names.map(quoted(identifier:)).joined(separator: ", ")
  }
}

extension String {
  /// A name with line breaks would end a comment too early.
  fileprivate var onOneLine: String { split(whereSeparator: \.isNewline).joined(separator: " ") }
}
