internal import Postgres

/// Finds another tool's history and takes it over into Seedbed's.
struct Adopter {
  let contents: MigrationFolder.Contents
  /// `schema.table`, where several would do.
  var tableName: String?
  var acceptsEdited = false

  /// What Seedbed's history does not have yet; nil where no other tool has migrated this database.
  ///
  /// Once a history was adopted, what the tool has applied since is found as well, so that a team
  /// can go over one by one.
  ///
  /// - Parameter history: Seedbed's own; nil where there is none.
  /// - Throws: where the other tool's folder is another one, or its history is not to be believed;
  ///   and where Seedbed's own history is in another schema.
  func find(on connection: Connection, beside history: [AppliedMigration]?) throws -> Adoption? {
    var isMirrored = false
    if let history {
      isMirrored = try contents.layout == .prisma && PrismaMirror.isKept(on: connection)
      if tableName == nil, !isMirrored, !follows(history) { return nil }
    } else {
      try MovedHistory.check(contents.migrations, on: connection)
    }
    var table: ForeignTable?
    let tables = try ForeignTable.find(on: connection)
    if history == nil || tableName != nil {
      table = try self.table(among: tables, on: connection)
    } else {
      table = try continued(among: tables, on: connection)
    }
    guard let table,
      let foreign = try ForeignHistory.read(table, for: contents.migrations, on: connection)
    else { return nil }
    var known: Set<String> = []
    if history != nil {
      // What was rolled back by Seedbed stands in the tool's table still, unless it is mirrored.
      let those = isMirrored ? "WHERE rolled_back_at IS NULL" : ""
      let names = try connection.run(
        simple: "SELECT name FROM \(connection.own.migrations) \(those)")
      known = Set(names.map { $0.string(0) })
    }
    return try Adoption(foreign, of: contents, known: known, acceptsEdited: acceptsEdited)
  }

  /// Whether this history is the continuation of another tool's.
  func follows(_ history: [AppliedMigration]) -> Bool {
    contents.layout != .native && history.contains { $0.origin == contents.layout.rawValue }
  }

  private func table(
    among tables: [ForeignTable], on connection: Connection
  ) throws -> ForeignTable? {
    if let tableName {
      guard let table = tables.first(where: { $0.description == tableName }) else {
        throw Problem(
          "migrate.unknown_history", "\(tableName) is not the history of a tool that is known",
          hint: Suggestion.hint(for: tableName, among: tables.map(\.description)),
          exitStatus: .usage)
      }
      guard table.tool == contents.layout else { throw otherTool(table) }
      return table
    }
    let own = tables.filter { $0.tool == contents.layout }
    if own.count > 1 {
      throw Problem(
        "migrate.ambiguous_history",
        "\(contents.layout.title) has several histories in this database",
        hint: "say which is this folder's: `seedbed migrate adopt --table SCHEMA.TABLE`",
        notes: own.map(\.description), exitStatus: .attention)
    }
    if let table = own.first { return table }
    for table in tables where try Self.hasRows(table, on: connection) { throw otherTool(table) }
    return nil
  }

  /// The one that was adopted from before, where the tool has several.
  private func continued(
    among tables: [ForeignTable], on connection: Connection
  ) throws(PostgresError) -> ForeignTable? {
    let own = tables.filter { $0.tool == contents.layout }
    if own.count == 1 { return own[0] }
    let logs = try connection.run(
      simple: "SELECT DISTINCT split_part(log, ',', 1) FROM \(connection.own.migrations)"
    ).map { $0.string(0) }
    return own.first { logs.contains("adopted from \($0)") }
  }

  private static func hasRows(_ table: ForeignTable, on connection: Connection) throws -> Bool {
    // goose writes a row for version 0 as it makes the table.
    let condition = table.tool == .goose ? "WHERE version_id > 0" : ""
    let found = try connection.run(
      simple: "SELECT EXISTS (SELECT FROM \(table.sql) \(condition))")
    return found.first?.bool(0) == true
  }

  /// The folder's migrations would be run a second time.
  private func otherTool(_ table: ForeignTable) -> Problem {
    Problem(
      "migrate.other_tool",
      "this database was migrated by \(table.tool.title), and the folder is laid out for "
        + contents.layout.title,
      hint: "name the layout in seedbed.json: \"layout\": \"\(table.tool.rawValue)\"",
      notes: [
        "its history is \(table)",
        """
        where the folder is the successor of that one: \
        `seedbed migrate resolve --applied-through NAME`
        """,
        "where the two have nothing to do with each other: `seedbed migrate adopt --none`",
      ], exitStatus: .attention)
  }
}

extension Adopter {
  /// Takes over what is new, under the other tool's own lock.
  ///
  /// - Parameter plan: called before anything is written; what it throws leaves all as it was.
  /// - Returns: no adoption where no other tool has migrated this database.
  func take<Plan>(
    _ keeper: RunKeeper, beside history: [AppliedMigration]?, for database: Database,
    _ progress: any Progress, plan: (Adoption?) throws -> Plan
  ) throws -> (adoption: Adoption?, plan: Plan) {
    guard let first = try find(on: keeper.connection, beside: history) else {
      return (nil, try plan(nil))
    }
    let lock = try ForeignLock(first.table, on: keeper.connection, progress)
    // The tool may have gone on until its lock was free.
    let adoption = try find(on: keeper.connection, beside: history) ?? first
    let planned = try plan(adoption)
    if history == nil { try keeper.createHistory(for: database) }
    if let statement = adoption.statement(in: database.ownSchema) {
      try keeper.connection.run(simple: statement)
    }
    try lock.release()
    return (adoption, planned)
  }
}
