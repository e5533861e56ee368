internal import Postgres

/// Moves the sequences of a table past the ids that fixtures gave, and never back.
///
/// Sequences know no transaction, so this is a run's last step; one that is far enough already is
/// not written.
struct SequenceAdvance {
  let seed: TableSeed
  let connection: Connection

  func run() throws(PostgresError) {
    for (index, column) in seed.table.columns.enumerated()
    where column.countsUp && seed.layout.fieldSets.contains(where: { $0.gives(index) }) {
      let name = SQL(unsafe: "SELECT \(seed.table.ownSequence(of: column))")
      guard let sequence = try connection.execute(name).first?[0] else { continue }
      try connection.execute(advance(sequence, past: column))
    }
  }

  /// - Parameter sequence: qualified and quoted.
  private func advance(_ sequence: String, past column: Column) -> SQL {
    SQL(
      unsafe: """
        SELECT pg_catalog.setval(d.seqrelid::pg_catalog.regclass, f.furthest)
        FROM pg_catalog.pg_sequence d
        CROSS JOIN \(sequence) AS q
        CROSS JOIN LATERAL (
          SELECT CASE WHEN d.seqincrement > 0 THEN least(pg_catalog.max(\(column.sql)), d.seqmax)
            ELSE greatest(pg_catalog.min(\(column.sql)), d.seqmin) END AS furthest
          FROM \(seed.table.name.sql)) AS f
        WHERE d.seqrelid = \(quoted(literal: sequence))::pg_catalog.regclass
          AND (f.furthest = q.last_value AND NOT q.is_called
            OR CASE WHEN d.seqincrement > 0
              THEN f.furthest > q.last_value ELSE f.furthest < q.last_value END)
        """)
  }
}
