internal import Postgres

/// The rows that a run is to delete, and those that go with them, in a temporary table: their
/// number is not limited by memory. It goes with the transaction.
struct DeletionTable {
  let connection: Connection

  static let name = "pg_temp.seedbed_deletions"

  /// Makes it; before the transaction is told to refuse writes.
  func create() throws(PostgresError) {
    try connection.run(
      simple: """
        CREATE TEMPORARY TABLE seedbed_deletions (
          -- The table's number in the run and the ledger's entry; of rows that go along, NULL.
          seed integer,
          entry bigint,
          relation oid NOT NULL,
          row_table oid NOT NULL,
          row_at tid NOT NULL,
          round integer NOT NULL,
          PRIMARY KEY (row_table, row_at)) ON COMMIT DROP
        """)
  }

  /// Takes up the rows of a table that Seedbed made and no record means any more.
  static func addition(of upkeep: LedgerUpkeep) -> SQL {
    let entries = upkeep.entries
    return SQL(
      unsafe: """
        INSERT INTO \(name)
        SELECT \(upkeep.number), l.id, \(entries.seed.table.oid), t.tableoid, t.ctid, 0
        FROM \(entries.source(upkeep.lookup, stage: upkeep.stage))
        WHERE \(entries.isInScope) AND \(entries.isAbandoned)
        ON CONFLICT DO NOTHING
        """)
  }

  /// Lets the planner know how many there are.
  func analyze() throws(PostgresError) {
    try connection.execute(SQL(unsafe: "ANALYZE \(Self.name)"))
  }

  /// Takes up the rows that a foreign key takes along with those of a round.
  ///
  /// - Parameter excluded: a condition over a row `r` under which it stays.
  func spread(
    along key: IncomingKey, round: Int, except excluded: String?
  ) throws(PostgresError) -> Int {
    try connection.execute(
      SQL(
        unsafe: """
          INSERT INTO \(Self.name) (relation, row_table, row_at, round)
          SELECT DISTINCT \(key.table)::oid, r.tableoid, r.ctid, \(round + 1)
          FROM \(Self.referring(key)) WHERE d.round = \(round) \
          \(excluded.map { "AND NOT (\($0))" } ?? "")
          ON CONFLICT DO NOTHING
          """)
    ).affected
  }

  /// The rows `r` that refer to rows which are to go, the latter as `x` and `d`.
  static func referring(_ key: IncomingKey) -> String {
    """
    \(name) AS d
    JOIN \(key.referencedRows) AS x ON x.ctid = d.row_at AND x.tableoid = d.row_table
    JOIN \(key.rows) AS r ON \(key.joins("x", key.values(of: "r")))
    """
  }

  /// True where a row `r` is itself to go.
  static let isIncluded =
    "EXISTS (SELECT FROM \(name) AS o WHERE (o.row_table, o.row_at) = (r.tableoid, r.ctid))"
}
