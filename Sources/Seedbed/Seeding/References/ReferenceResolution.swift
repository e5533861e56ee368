internal import Postgres

/// SQL for references to records of the same run, where no row was found by what they give.
struct ReferenceResolution {
  /// The records that refer.
  let seed: TableSeed
  let stage: String
  let lookup: Int
  /// What they refer to.
  let target: TableSeed
  let targetStage: String

  var reference: Lookup { seed.layout.lookups[lookup] }
  private var expressions: RowExpressions { RowExpressions(seed: target) }

  /// The record that is meant says itself what is wanted of it.
  var isGiven: Bool {
    target.table.columnIndex(number: reference.wanted.number).map { column in
      target.layout.fieldSets.contains { $0.gives(column) }
    } ?? false
  }

  /// It goes through another reference, whose record has to be found before.
  private var isNested: Bool {
    reference.parts.contains {
      if case .lookup = $0.source { true } else { false }
    }
  }

  /// Fills `p0`, … with the numbers of the records that are meant, for references of one table in
  /// their order.
  static func findRecords(_ all: [ReferenceResolution]) -> [SQL] {
    let sought = all.filter { $0.reference.record == nil }
    let flat = sought.filter { !$0.isNested }
    let nested = sought.filter(\.isNested).map { [$0] }
    return all.compactMap(\.findRecord) + ([flat] + nested).compactMap(findAtOnce)
  }

  /// One statement, as each writes all of the stage's rows anew.
  private static func findAtOnce(_ all: [ReferenceResolution]) -> SQL? {
    let sought = all.compactMap { one in
      one.join.map { (number: one.lookup, join: $0, isOpen: one.isOpen) }
    }
    guard let stage = all.first?.stage, !sought.isEmpty else { return nil }
    let assignments = sought.map { "p\($0.number) = coalesce(f.p\($0.number), s.p\($0.number))" }
    let found = sought.map { "pg_catalog.min(q\($0.number)._n) AS p\($0.number)" }
    let isFound = sought.map { "pg_catalog.count(q\($0.number)._n) > 0" }
    return SQL(
      unsafe: """
        UPDATE \(stage) AS s SET \(assignments.joined(separator: ", "))
        FROM (
          SELECT s._n, \(found.joined(separator: ", ")) FROM \(stage) AS s
            \(sought.map(\.join).joined(separator: "\n    "))
          WHERE \(sought.map(\.isOpen).joined(separator: " OR "))
          GROUP BY s._n HAVING \(isFound.joined(separator: " OR "))) AS f
        WHERE f._n = s._n
        """)
  }

  /// True for rows `s` of the stage whose reference has found nothing.
  var isOpen: String {
    let users = expressions.list(seed.layout.fieldSets(using: lookup))
    return "(s._g IN (\(users)) AND s.l\(lookup) IS NULL AND s.p\(lookup) IS NULL)"
  }

  /// Joins the records that are meant, as `q0`, … by the reference's number, to rows `s` of the
  /// stage; nil where no record gives what identifies them.
  private var join: String? {
    let record = "q\(lookup)"
    var conditions: [String] = []
    for part in reference.parts {
      guard let column = target.table.columnIndex(number: part.column.number) else { return nil }
      let value = expressions.value(of: column, row: record)
      if value == "NULL", !seed.layout.mayBeNull(part) { return nil }
      let theirs = part.indexed(value)
      let pending = expressions.pending(of: column, row: record)
      switch part.source {
      case .staged(let slot) where seed.layout.mayBeNull(part):
        conditions.append(
          RowExpressions.sameImage(
            [theirs, unknown(column, record)], [part.indexed("s.c\(slot)"), "false"]))
      case .staged(let slot):
        conditions.append("\(theirs) \(part.equality) \(part.indexed("s.c\(slot)"))")
      case .lookup(let inner):
        let isSame = pending.map { pending in
          " OR s.l\(inner) IS NULL AND \(pending) OPERATOR(pg_catalog.=) s.p\(inner)"
        }
        conditions.append(
          "(\(theirs) \(part.equality) \(part.indexed("s.l\(inner)"))\(isSame ?? ""))")
      }
    }
    if let predicate = reference.predicate {
      conditions.append(expressions.satisfies(predicate, row: record))
    }
    return "LEFT JOIN \(targetStage) AS \(record) ON "
      + (conditions + [isOpen]).joined(separator: " AND ")
  }

  /// True where a record does not say itself what its row is to hold: that is no NULL, though there is
  /// nothing to be seen of it yet.
  private func unknown(_ column: Int, _ record: String) -> String {
    let sets = target.layout.fieldSets.indices.filter { set in
      switch target.layout.fieldSets[set].sources[column] {
      case nil, .staged: false
      case .lookup, .expression, .random: true
      }
    }
    return sets.isEmpty
      ? "false"
      : "(\(record)._g IN (\(expressions.list(sets))) AND "
        + "\(expressions.value(of: column, row: record)) IS NULL)"
  }

  /// Fills `l0`, … where the record that is meant has a row already, though under other values, or
  /// gives the wanted column itself.
  func settle(key: SeedKey) -> SQL? {
    guard let column = target.table.columnIndex(number: reference.wanted.number) else { return nil }
    let given = expressions.value(of: column, row: "q")
    let now = "t.\(reference.wanted.sql)"
    let value =
      expressions.comparedColumns(key).contains(column)
      ? "coalesce(\(given), \(now))" : "coalesce(\(now), \(given))"
    return SQL(
      unsafe: """
        UPDATE \(stage) AS s SET l\(lookup) = f.value, p\(lookup) = NULL
        FROM (
          SELECT q._n, \(value) AS value
          FROM \(targetStage) AS q
          LEFT JOIN \(expressions.rows(of: key, row: "q"))
            ON \(expressions.matches(key, row: "q"))) AS f
        WHERE s.p\(lookup) = f._n AND s.l\(lookup) IS NULL AND f.value IS NOT NULL
        """)
  }

  /// Forgets the records that were found.
  var forget: SQL {
    SQL(unsafe: "UPDATE \(stage) SET p\(lookup) = NULL WHERE p\(lookup) IS NOT NULL")
  }
}
