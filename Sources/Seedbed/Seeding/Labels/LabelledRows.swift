internal import Postgres

/// Rows of a table whose records have labels and no key: the ledger has their primary keys.
struct LabelledRows {
  let seed: TableSeed
  let stage: Stage
  let connection: Connection

  private var table: Table { seed.table }

  /// The key of such records, for which the stage gets further columns; nil where they have another.
  func key(_ seed: inout TableSeed) throws -> SeedKey? {
    guard let key = try KeyChoice(seed: seed).labelKey() else { return nil }
    let added = seed.layout.give(key.parts.map(\.column))
    try stage.add(added.map(\.slot), of: seed.layout)
    return key
  }

  /// The stage's columns with the primary key, for records that do not say it.
  private var slots: [(column: Column, slot: Int)] {
    var layout = seed.layout
    let given = (seed.key?.parts ?? []).map { table.columns[$0.column] }
    return given.map { ($0, layout.slot(for: $0, path: StageLayout.label)) }
  }

  /// Finds the rows' primary keys in the ledger.
  ///
  /// - Parameter allocating: gives the others the ones that they will have.
  func find(allocating: Bool) throws {
    guard let label = seed.layout.labels else { return }
    let standing = try Ledger(connection: connection).standing()
    if let problem = standing.problem(writing: allocating) { throw problem }
    if standing.exists {
      let values = slots.map { "c\($0.slot) = p.\($0.column.sql)" }
      try connection.execute(
        SQL(
          unsafe: """
            UPDATE \(stage.name) AS s SET \(values.joined(separator: ", "))
            FROM \(Self.entries(of: table, in: connection.own.rows)) AND l.label = s.c\(label)
            """))
    }
    guard allocating, seed.mode != .update else { return }
    for (column, slot) in slots {
      guard let value = table.defaultSQL(of: column) else { continue }
      try connection.execute(
        SQL(unsafe: "UPDATE \(stage.name) SET c\(slot) = \(value) WHERE c\(slot) IS NULL"))
    }
  }

  /// Entries `l` with labels, and their primary keys `p`; a condition may follow.
  static func entries(of table: Table, in ledger: OwnTable) -> String {
    let columns = (table.primaryKey?.columns ?? []).compactMap { number in
      table.columnIndex(number: number).map { table.columns[$0] }
    }
    let declared = columns.map { "\($0.sql) \(StageColumn(for: $0).declaration)" }
    return """
      \(ledger) AS l CROSS JOIN LATERAL pg_catalog.jsonb_to_record(l.primary_key)
        AS p (\(declared.joined(separator: ", ")))
      WHERE l.table_schema = \(quoted(literal: table.name.schema))
        AND l.table_name = \(quoted(literal: table.name.name))
      """
  }

  /// Puts down the rows that were made for labels.
  func record(_ scope: LedgerScope) throws {
    guard let key = seed.key, let label = seed.layout.labels else { return }
    let standing = try Ledger(connection: connection).standing()
    if !standing.exists { try Ledger(connection: connection).create(standing) }
    let entries = LedgerEntries(seed: seed, key: key, scope: scope)
    let expressions = RowExpressions(seed: seed)
    try connection.execute(
      SQL(
        unsafe: """
          INSERT INTO \(scope.ledger)
            (table_schema, table_name, environment, primary_key, key, label, file)
          SELECT \(quoted(literal: table.name.schema)), \(quoted(literal: table.name.name)),
            \(quoted(literal: scope.environment)), \(entries.primaryKeyObject),
            \(entries.keyObject), s.c\(label), \(seed.fileExpression)
          FROM \(stage.name) AS s
          JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key))
          WHERE NOT EXISTS (
            SELECT FROM \(scope.ledger) AS l
            WHERE l.table_schema = \(quoted(literal: table.name.schema))
              AND l.table_name = \(quoted(literal: table.name.name)) AND l.label = s.c\(label))
          ORDER BY s._n
          """))
  }
}
