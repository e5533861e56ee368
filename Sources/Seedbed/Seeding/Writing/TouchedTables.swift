internal import Postgres

/// Finds the tables of a run whose rows are written by others than the run's own statements, inside of
/// its transaction: by triggers, by rules, through cascades.
///
/// The server counts what a transaction writes to each table (manual 28.2.2,
/// `pg_stat_xact_all_tables`). Where it does not, all tables count as touched.
struct TouchedTables {
  private let connection: Connection
  private let tables: [Table]
  /// Nothing but the run's statements can write: no table has triggers.
  private let isQuiet: Bool
  /// The rows that the run's statements have written, by position.
  private var own: [Int]

  init(_ staged: StagedSeeds, on connection: Connection) {
    self.connection = connection
    tables = staged.seeds.map(\.table)
    isQuiet = tables.allSatisfy { $0.kind != .view && !$0.hasRowTriggers && !$0.hasOtherTriggers }
    own = Array(repeating: 0, count: tables.count)
  }

  /// Takes down what the run itself has written.
  mutating func note(_ rows: Int, in index: Int) { own[index] += rows }

  /// Those of some tables, by position, to which others have written as well.
  func among(_ indices: [Int]) throws(PostgresError) -> [Int] {
    guard !isQuiet, !indices.isEmpty else { return [] }
    let oids = indices.map { String(tables[$0].oid) }
    let rows = try connection.execute(
      """
      SELECT pg_catalog.current_setting('track_counts')::boolean,
        (SELECT sum(pg_catalog.pg_stat_get_xact_tuples_inserted(r.oid)
            + pg_catalog.pg_stat_get_xact_tuples_updated(r.oid)
            + pg_catalog.pg_stat_get_xact_tuples_deleted(r.oid))::bigint
          FROM (SELECT t.oid UNION SELECT relid FROM pg_catalog.pg_partition_tree(t.oid)) AS r (oid))
      FROM pg_catalog.unnest(\(oids)::oid[]) WITH ORDINALITY AS t (oid, number) ORDER BY t.number
      """)
    return zip(indices, rows).filter { index, row in
      tables[index].kind != .view && (!row.bool(0) || row.int(1) != own[index])
    }.map(\.0)
  }
}
