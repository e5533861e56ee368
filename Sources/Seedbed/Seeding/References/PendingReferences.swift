internal import Postgres

/// Gives references to rows of the same run their values, now that those rows are made, or just
/// before they are.
struct PendingReferences {
  let staged: StagedSeeds
  let connection: Connection

  /// The rows that references meant as records are there by now, except those of the same group.
  func resolve(_ index: Int, in group: [Int]) throws {
    try fill(index)
    try checkFound(index, except: group)
  }

  /// Fills the stage's `l0`, … from the rows that are there by now.
  func fill(_ index: Int) throws(PostgresError) {
    let seed = staged.seeds[index]
    let pending = seed.layout.lookups.indices.map { "s.p\($0) IS NOT NULL" }
    let condition = seed.joinsReferences ? "true" : pending.joined(separator: " OR ")
    guard
      let statement = ReferenceSQL(layout: seed.layout).resolve(
        staged.stages[index].name, where: condition)
    else { return }
    try connection.execute(statement)
  }

  private func checkFound(_ index: Int, except group: [Int]) throws {
    let seed = staged.seeds[index]
    let layout = seed.layout
    let others = layout.lookups.indices.filter { number in
      !group.contains { staged.seeds[$0].table.oid == layout.lookups[number].table.oid }
    }
    guard !others.isEmpty else { return }
    let stage = staged.stages[index].name
    try settle(others.filter { layout.lookups[$0].record != nil }, of: index)
    func isLost(_ number: Int) -> String {
      let users = layout.fieldSets(using: number).map(String.init).joined(separator: ", ")
      return "(_g IN (\(users)) AND l\(number) IS NULL)"
    }
    let anyLost = SQL(
      unsafe: "SELECT FROM \(stage) WHERE \(others.map(isLost).joined(separator: " OR ")) LIMIT 1")
    guard try !connection.execute(anyLost).isEmpty else { return }
    for number in others {
      let lost = try connection.execute(
        SQL(unsafe: "SELECT _n FROM \(stage) WHERE \(isLost(number)) ORDER BY 1 LIMIT 1"))
      guard let record = lost.first?.int(0) else { continue }
      let lookup = layout.lookups[number]
      throw Problem(
        "seed.unresolved_reference",
        "\"\(lookup.path)\" no longer finds the row of \(lookup.table.name) that was made for it",
        hint: "does a trigger change its values?",
        at: try RecordPlaces(seed).location(
          of: record, field: lookup.path.split(separator: ".").first.map(String.init)))
    }
  }

  /// Fills the stage's `l0`, … for references that name a record and not the values of its row.
  private func settle(_ lookups: [Int], of index: Int) throws {
    let seed = staged.seeds[index]
    for number in lookups {
      let oid = seed.layout.lookups[number].table.oid
      guard let target = staged.seeds.firstIndex(where: { $0.table.oid == oid }),
        let statement = ReferenceResolution(
          seed: seed, stage: staged.stages[index].name, lookup: number,
          target: staged.seeds[target], targetStage: staged.stages[target].name
        ).settle(key: try staged.key(target))
      else { continue }
      try connection.execute(statement)
    }
  }

  /// Gives the rows that others of the group refer to their ids before they are made.
  ///
  /// - Returns: for each table, the columns that were given a value, and the stage's column with it.
  func allocate(in group: [Int]) throws -> [Int: [Int: String]] {
    var allocated: [Int: [Int: String]] = [:]
    for index in group {
      for (number, lookup) in staged.seeds[index].layout.lookups.enumerated() {
        guard
          let target = group.first(where: {
            staged.seeds[$0].table.oid == lookup.table.oid
          }), let column = staged.seeds[target].table.columnIndex(number: lookup.wanted.number)
        else { continue }
        let held = "a\(lookup.wanted.number)"
        if allocated[target]?[column] == nil {
          try connection.execute(
            SQL(
              unsafe: "ALTER TABLE \(staged.stages[target].name) "
                + "ADD COLUMN \(held) \(lookup.wanted.typeText)"))
          allocated[target, default: [:]][column] = held
        }
        try fill(held, column, of: target, neededBy: index, number)
      }
    }
    return allocated
  }

  private func fill(
    _ held: String, _ column: Int, of target: Int, neededBy index: Int, _ lookup: Int
  ) throws {
    let seed = staged.seeds[target]
    let key = try staged.key(target)
    let expressions = RowExpressions(seed: seed)
    let wanted = seed.table.columns[column]
    let own = staged.stages[index].name
    let theirs = staged.stages[target].name
    try connection.execute(
      SQL(
        unsafe: """
          UPDATE \(theirs) AS s SET \(held) = coalesce(
            (SELECT t.\(wanted.sql) FROM \(expressions.rows(of: key))
              WHERE \(expressions.matches(key))),
            \(expressions.value(of: column)), \(seed.table.defaultSQL(of: wanted) ?? "NULL"))
          WHERE s.\(held) IS NULL
            AND s._n IN (SELECT u.p\(lookup) FROM \(own) AS u WHERE u.l\(lookup) IS NULL)
          """))
    try connection.execute(
      SQL(
        unsafe: """
          UPDATE \(own) AS s SET l\(lookup) = q.\(held) FROM \(theirs) AS q
          WHERE s.p\(lookup) = q._n AND s.l\(lookup) IS NULL
          """))
  }
}
