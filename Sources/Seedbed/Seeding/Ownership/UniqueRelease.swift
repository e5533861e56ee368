internal import Postgres

/// Takes unique values from the rows of a table that are to be deleted, for rows that are to have
/// them: deletions come last, when nothing refers to those rows any more.
struct UniqueRelease {
  let write: RowWrite
  /// The table's position in the run.
  let number: Int
  /// The foreign keys through which the deletions are felt.
  let keys: [IncomingKey]

  private var table: Table { write.seed.table }

  /// Empty where the rows have no such value to let go of.
  var statements: [String] {
    let assignments = columns.compactMap { column in
      UniqueSwap(write: write, changed: []).placeholder(column).flatMap { value in
        isReference(column) && value != "NULL"
          ? nil : "\(table.columns[column].sql) = \(value)"
      }
    }
    guard !assignments.isEmpty else { return [] }
    // An update gives a row another place.
    return [
      """
      WITH s AS (
        SELECT d.row_table, d.row_at, pg_catalog.row_number() OVER ()::integer AS _n
        FROM \(DeletionTable.name) AS d WHERE d.seed = \(number)),
      u AS (
        UPDATE \(table.rows) AS t SET \(assignments.joined(separator: ", ")) FROM s
        WHERE t.ctid = s.row_at AND t.tableoid = s.row_table
        RETURNING s.row_table, s.row_at, t.tableoid AS new_table, t.ctid AS new_at)
      UPDATE \(DeletionTable.name) AS d SET row_table = u.new_table, row_at = u.new_at FROM u
      WHERE d.row_table = u.row_table AND d.row_at = u.row_at
      """
    ]
  }

  /// By position; without those that rows of other tables refer to, which would follow the change.
  private var columns: [Int] {
    let referred = Set(keys.filter { $0.referenced == table.oid }.flatMap(\.referencedColumns))
    let unique = table.keys.filter { $0.isValid && !$0.isPrimary }.flatMap { $0.columns ?? [] }
    return Set(unique).compactMap { table.columnIndex(number: $0) }.sorted()
      .filter { !referred.contains(table.columns[$0].name) }
  }

  private func isReference(_ column: Int) -> Bool {
    table.foreignKeys.contains { $0.columns.contains(table.columns[column].number) }
  }
}
