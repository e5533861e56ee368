internal import Postgres

/// What the deletion of rows takes along, empties or runs against, found out before anything is
/// written.
///
/// Rows that records mean are judged by what they are to refer to after the run, all others by what
/// they refer to now: the run does not change them.
struct DeletionEffects {
  let staged: StagedSeeds
  let connection: Connection
  let keys: [IncomingKey]

  private var table: DeletionTable { DeletionTable(connection: connection) }

  /// Follows the deletions as far as they reach.
  ///
  /// - Throws: all that keeps the rows from being deleted, together.
  func find() throws -> [SeedReport.Cascade] {
    if let problem = Problem.together(unreadable()) { throw problem }
    try table.analyze()
    var round = 0
    var isSpreading = true
    while isSpreading {
      isSpreading = false
      for key in keys where key.action == .cascade {
        let added = try table.spread(along: key, round: round, except: isStaged(key))
        if added > 0 { isSpreading = true }
      }
      round += 1
    }
    var problems: [Problem] = []
    for key in keys { problems += try recordsThatRefer(key) }
    for key in keys where key.action == .restrict { problems += try rowsThatRefer(key) }
    if let problem = Problem.together(problems) { throw problem }
    return try cascades()
  }

  /// Where the number of rows could not be told.
  private func unreadable() -> [Problem] {
    var seen: Set<Int> = []
    return keys.filter { !$0.isReadable || $0.hasRowSecurity }
      .filter { seen.insert($0.table).inserted }
      .map { key in
        let reason = "whose rows refer to rows that are to be deleted"
        return key.isReadable
          ? Problem(
            "seed.row_security",
            "row security of \(key.tableName), \(reason), hides rows from the connected role",
            hint: "connect as the table's owner, or as a role with BYPASSRLS",
            at: place(of: key))
          : Problem(
            "seed.missing_privilege",
            "the connected role lacks SELECT on \(key.tableName), \(reason)",
            hint: "GRANT SELECT ON \(key.tableName.sql) TO …", at: place(of: key))
      }
  }

  private func seed(of relation: Int) -> Int? {
    staged.seeds.firstIndex { $0.table.oid == relation }
  }

  private func place(of key: IncomingKey) -> Problem.Location? {
    seed(of: key.referenced).flatMap { staged.seeds[$0].place }
      ?? staged.seeds.first { $0.mode == .sync }?.place
  }

  // MARK: Rows without a record

  /// True where a row `r` is one that a record means; nil where no record is for its table.
  private func isStaged(_ key: IncomingKey) throws -> String? {
    guard let index = seed(of: key.table) else { return nil }
    let expressions = RowExpressions(seed: staged.seeds[index])
    let own = try staged.key(index)
    return """
      EXISTS (SELECT FROM \(staged.stages[index].name) AS s
        JOIN \(expressions.rows(of: own)) ON \(expressions.matches(own))
        WHERE t.ctid = r.ctid AND t.tableoid = r.tableoid)
      """
  }

  private func rowsThatRefer(_ key: IncomingKey) throws -> [Problem] {
    let excluded = try isStaged(key).map { " AND NOT \($0)" } ?? ""
    let answer = try connection.execute(
      SQL(
        unsafe: """
          SELECT pg_catalog.count(DISTINCT (r.tableoid, r.ctid)) FROM \(DeletionTable.referring(key))
          WHERE NOT \(DeletionTable.isIncluded)\(excluded)
          """))
    guard let count = answer.first?.int(0), count > 0 else { return [] }
    return [
      Problem(
        "seed.still_referred_to",
        "\(count.rows) of \(key.tableName) \(count == 1 ? "refers" : "refer") to rows of "
          + "\(key.referencedName) that no fixture has any more",
        hint: "let them refer to others, or put the records back",
        at: place(of: key), notes: ["foreign key \(key.name)", "nothing was written"])
    ]
  }

  // MARK: Records

  /// How the records of a foreign key's table stand to the rows that go; nil where it has none.
  private func references(_ key: IncomingKey) throws -> RecordReferences? {
    guard let index = seed(of: key.table) else { return nil }
    return try RecordReferences(
      seed: staged.seeds[index], key: staged.key(index), stage: staged.stages[index].name,
      foreignKey: key)
  }

  private func recordsThatRefer(_ key: IncomingKey) throws -> [Problem] {
    guard let references = try references(key) else { return [] }
    let rows = try connection.execute(references.contradictions)
    guard !rows.isEmpty else { return [] }
    let seed = references.seed
    let places = try RecordPlaces(seed).locations(
      of: rows.map { $0.int(0) }, field: key.columns.first)
    return rows.map { row in
      Problem(
        "seed.refers_to_deleted",
        "this row of \(seed.table.name) refers to one of \(key.referencedName) that no fixture has "
          + "any more",
        hint: "put that record back, or let this one refer to another", at: places[row.int(0)],
        notes: ["foreign key \(key.name)", "nothing was written"])
    }
  }

  // MARK: Numbers

  private func cascades() throws -> [SeedReport.Cascade] {
    var cascades: [SeedReport.Cascade] = []
    var seen: Set<Int> = []
    for key in keys where seen.insert(key.table).inserted {
      let clearing = keys.filter { $0.table == key.table && $0.action == .clear }
      let cleared = try clearing.flatMap { key in
        let excluded = try isStaged(key).map { " AND NOT \($0)" } ?? ""
        return [
          "SELECT r.tableoid, r.ctid FROM \(DeletionTable.referring(key)) "
            + "WHERE NOT \(DeletionTable.isIncluded)\(excluded)",
          try references(key)?.rowsThatRefer,
        ].compactMap { $0 }
      }.joined(separator: " UNION ")
      let count = clearing.isEmpty ? "0" : "(SELECT pg_catalog.count(*) FROM (\(cleared)) AS c)"
      let answer = try connection.execute(
        SQL(
          unsafe: """
            SELECT pg_catalog.count(*), \(count)
            FROM \(DeletionTable.name) WHERE seed IS NULL AND relation = \(key.table)
            """))
      guard let row = answer.first, row.int(0) + row.int(1) > 0 else { continue }
      cascades.append(
        SeedReport.Cascade(
          table: key.tableName.description, deleted: row.int(0), cleared: row.int(1)))
    }
    return cascades
  }
}
