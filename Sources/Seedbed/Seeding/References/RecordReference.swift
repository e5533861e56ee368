internal import Postgres

// References that mean a record of the same run, by its number or its label.
extension ReferenceResolution {
  /// Fills `p0`, … of such a reference; nil for any other.
  var findRecord: SQL? {
    switch reference.record {
    case nil: return nil
    case .number(let slot):
      return SQL(
        unsafe: "UPDATE \(stage) AS s SET p\(lookup) = s.c\(slot) "
          + "WHERE \(isOpen) AND s.c\(slot) IS NOT NULL")
    case .label(let slot):
      guard let labels = target.layout.labels else { return nil }
      return SQL(
        unsafe: """
          UPDATE \(stage) AS s SET p\(lookup) = f.number
          FROM (SELECT q.c\(labels) AS label, pg_catalog.min(q._n) AS number
            FROM \(targetStage) AS q WHERE q.c\(labels) IS NOT NULL GROUP BY 1) AS f
          WHERE f.label = s.c\(slot) AND \(isOpen)
          """)
    }
  }
}

extension StagedSeeds {
  /// Finds rows by labels that no record of the run has, in the ledger.
  func seekLabels(_ index: Int) throws {
    let layout = seeds[index].layout
    for (number, lookup) in layout.lookups.enumerated() {
      guard case .label(let slot) = lookup.record,
        let primary = lookup.table.primaryKey?.columns,
        try Ledger(connection: connection).standing().exists
      else { continue }
      let columns = primary.compactMap { number in
        lookup.table.columnIndex(number: number).map { lookup.table.columns[$0] }
      }
      let isRow = columns.map { "t.\($0.sql) \($0.equality) p.\($0.sql)" }
      try connection.execute(
        SQL(
          unsafe: """
            UPDATE \(stages[index].name) AS s SET l\(number) = f.value
            FROM (SELECT l.label, t.\(lookup.wanted.sql) AS value
              FROM \(lookup.table.rows) AS t,
                \(LabelledRows.entries(of: lookup.table, in: connection.own.rows))
                AND \(isRow.joined(separator: " AND "))) AS f
            WHERE f.label = s.c\(slot) AND s.l\(number) IS NULL AND s.p\(number) IS NULL
            """))
    }
  }

  /// The problems of references by label or to the record around one, whose row is not there.
  func unresolvedRecords(
    _ index: Int, _ lookup: Lookup, _ places: [Int: Problem.Location], _ rows: Rows
  ) throws -> [Problem] {
    guard case .label(let slot) = lookup.record else {
      return rows.map { row in
        Problem(
          "seed.unresolved_reference",
          "the row of \(lookup.table.name) that this record stands in is not there",
          hint: "the mode \"update\" makes none", at: places[row.int(0)])
      }
    }
    let target = seeds.firstIndex { $0.table.oid == lookup.table.oid }
    var known: [String] = []
    if let target, let labels = seeds[target].layout.labels {
      known = try connection.execute(
        SQL(
          unsafe: "SELECT DISTINCT c\(labels) FROM \(stages[target].name) "
            + "WHERE c\(labels) IS NOT NULL LIMIT 1000")
      ).map { $0.string(0) }
    }
    return try rows.map { row in
      let label = try connection.execute(
        SQL(unsafe: "SELECT c\(slot) FROM \(stages[index].name) WHERE _n = \(row.int(0))")
      ).first?.string(0)
      return Problem(
        "seed.unknown_label",
        "\"\(lookup.path)\": no record of \(lookup.table.name) has the label \"\(label ?? "")\"",
        hint: label.flatMap { Suggestion.hint(for: $0, among: known) }
          ?? "give the record that is meant a $label", at: places[row.int(0)])
    }
  }
}
