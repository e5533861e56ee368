internal import Postgres

/// SQL that finds the rows which references mean, for all rows of a stage at once.
struct ReferenceSQL {
  let layout: StageLayout
  /// Lookups in tables without rows, which find nothing.
  var vain: Set<Int> = []

  /// Those that mean rows of a table by what these hold.
  private var sought: [(offset: Int, element: Lookup)] {
    layout.lookups.enumerated().filter { !vain.contains($0.offset) && $0.element.record == nil }
  }

  /// Joins to a row source `x` that holds the stage's columns; each finds one lookup's row, or none.
  var joins: String {
    sought.map { number, lookup in
      "LEFT JOIN "
        + ReferredRows(layout: layout, lookup: lookup).join(as: "r\(number)", value(of:))
    }.joined(separator: "\n")
  }

  /// `r0."id" AS l0, …`
  var results: [String] {
    sought.map { number, lookup in
      "r\(number).\(lookup.wanted.sql) AS l\(number)"
    }
  }

  private func value(of source: Lookup.Source) -> String {
    switch source {
    case .staged(let slot): "x.c\(slot)"
    case .lookup(let number):
      layout.lookups[number].record != nil
        ? "x.l\(number)"
        : vain.contains(number) ? "NULL" : "r\(number).\(layout.lookups[number].wanted.sql)"
    }
  }

  /// The numbers of records with a reference that finds several rows: those with NULL in a key which
  /// lets NULL stand in several.
  func ambiguous(_ number: Int, _ stage: String) -> SQL? {
    let lookup = layout.lookups[number]
    guard sought.contains(where: { $0.offset == number }),
      lookup.parts.contains(where: layout.mayBeNull)
    else { return nil }
    return SQL(
      unsafe: """
        SELECT x._n FROM \(stage) AS x
          JOIN \(ReferredRows(layout: layout, lookup: lookup).join(as: "r", staged))
        WHERE x._g IN (\(layout.fieldSets(using: number).map(String.init).joined(separator: ", ")))
        GROUP BY x._n HAVING pg_catalog.count(*) > 1 ORDER BY 1 LIMIT 50
        """)
  }

  /// What is staged, once all references have found their rows.
  private func staged(_ source: Lookup.Source) -> String {
    switch source {
    case .staged(let slot): "x.c\(slot)"
    case .lookup(let number): "x.l\(number)"
    }
  }

  /// Fills `l0`, `l1`, … of a stage from the rows that are there.
  func resolve(_ stage: String, where condition: String = "true") -> SQL? {
    let found = sought.map(\.offset)
    guard !found.isEmpty else { return nil }
    let assignments = found.map { "l\($0) = coalesce(f.l\($0), s.l\($0))" }
    let isFound = found.map { "f.l\($0) IS NOT NULL" }
    return SQL(
      unsafe: """
        UPDATE \(stage) AS s SET \(assignments.joined(separator: ", "))
        FROM (SELECT x._n, \(results.joined(separator: ", "))
          FROM (SELECT * FROM \(stage) AS s WHERE \(condition)) AS x
          \(joins)) AS f
        WHERE f._n = s._n AND (\(isFound.joined(separator: " OR ")))
        """)
  }
}
