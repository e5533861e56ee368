internal import Postgres

/// Moves the sequences of a table past the ids that fixtures gave, and never back.
///
/// Sequences know no transaction, so this is a run's last step; one that is far enough already is
/// not written.
struct SequenceAdvance {
  let seed: TableSeed

  /// The columns with a sequence of their own for which some record gives a value.
  private var columns: [(column: Column, sequence: QualifiedName)] {
    seed.table.columns.enumerated().compactMap { index, column in
      guard let sequence = column.sequence,
        seed.layout.fieldSets.contains(where: { $0.gives(index) })
      else { return nil }
      return (column, sequence)
    }
  }

  var statements: [SQL] {
    columns.map { column, sequence in
      SQL(
        unsafe: """
          SELECT pg_catalog.setval(d.seqrelid::pg_catalog.regclass, f.furthest)
          FROM pg_catalog.pg_sequence d
          CROSS JOIN \(sequence.sql) AS q
          CROSS JOIN LATERAL (
            SELECT CASE WHEN d.seqincrement > 0 THEN least(pg_catalog.max(\(column.sql)), d.seqmax)
              ELSE greatest(pg_catalog.min(\(column.sql)), d.seqmin) END AS furthest
            FROM \(seed.table.name.sql)) AS f
          WHERE d.seqrelid = \(quoted(literal: sequence.sql))::pg_catalog.regclass
            AND CASE WHEN d.seqincrement > 0
              THEN f.furthest > q.last_value ELSE f.furthest < q.last_value END
            OR d.seqrelid = \(quoted(literal: sequence.sql))::pg_catalog.regclass
              AND f.furthest = q.last_value AND NOT q.is_called
          """)
    }
  }
}
