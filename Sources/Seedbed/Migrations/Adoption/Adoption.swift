internal import Postgres
internal import SQLScript

/// What of another tool's history is to be taken over: decided from values alone.
struct Adoption: Sendable {
  struct Row: Sendable {
    let entry: ForeignHistory.Entry
    /// Nil where the folder has no such migration.
    let migration: Migration?
    /// The file is not what the tool applied, and a user takes it as if it were.
    let isAccepted: Bool

    var name: String { migration?.name ?? entry.name }
  }

  let table: ForeignTable
  private(set) var rows: [Row] = []

  /// - Parameters:
  ///   - known: the migrations of which Seedbed's own history has a row, of whatever kind.
  ///   - acceptsEdited: takes files over that are not what was applied.
  /// - Throws: all that keeps the history from being believed, together.
  init(
    _ history: ForeignHistory, of contents: MigrationFolder.Contents, known: Set<String>,
    acceptsEdited: Bool
  ) throws(Problem) {
    table = history.table
    let files = Dictionary(contents.migrations.map { ($0.version, $0) }) { one, _ in one }
    var problems: [Problem] = []
    for entry in history.entries {
      let migration = files[entry.version]
      let name = migration?.name ?? entry.name
      if known.contains(name) { continue }
      if case .unsettled(let state, let wayOut) = entry.state {
        problems.append(.unsettled(name, migration, table, state, wayOut))
        continue
      }
      var isEdited = false
      if let migration, let checksum = entry.checksum {
        isEdited = try table.tool.historyReader?.matches(migration, checksum) == false
        // A repeatable one that has changed since is to be run again, by either tool.
        if isEdited, migration.isRepeatable { continue }
        if isEdited, !acceptsEdited { problems.append(.editedSince(migration, table)) }
      }
      rows.append(Row(entry: entry, migration: migration, isAccepted: isEdited))
    }
    if let problem = Problem.together(problems) { throw problem }
  }

  /// As Seedbed's history will have them.
  var applied: [AppliedMigration] {
    rows.map { row in
      AppliedMigration(
        name: row.name, checksum: row.migration?.checksum, statements: 0, appliedStatements: 0,
        origin: table.tool.rawValue, isPartial: false)
    }
  }

  /// Writes them down, with the tool's own sums for the record.
  func statement(in own: OwnSchema) -> String? {
    guard !rows.isEmpty else { return nil }
    return """
      INSERT INTO \(own.migrations) (name, checksum, token_checksum, started_at, finished_at, \
      statements, applied_statements, log, applied_by, tool_version, origin) VALUES
      \(rows.map(values).joined(separator: ",\n"))
      """
  }

  private func values(_ row: Row) -> String {
    // What only the tool could run, psql's commands say, is applied all the same.
    let script = row.migration.flatMap { try? $0.script() }
    let statements = "\(script?.script.statements.count ?? 0)"
    let now = "pg_catalog.clock_timestamp()"
    var log = "adopted from \(table)"
    if let checksum = row.entry.checksum {
      log += ", \(table.tool.historyReader?.algorithm ?? "") \(checksum)"
    }
    if row.isAccepted { log += ", which is not the file's any more, and was accepted" }
    var values: [String] = [quoted(literal: row.name)]
    values.append(Self.literal(row.migration?.checksum) ?? "NULL")
    values.append(Self.literal(script.map { MigrationChecksum.ofTokens($0.script) }) ?? "NULL")
    values.append(Self.time(row.entry.startedAt ?? row.entry.finishedAt) ?? now)
    values.append(Self.time(row.entry.finishedAt) ?? now)
    values += [statements, statements, quoted(literal: log)]
    values.append(Self.literal(row.entry.appliedBy) ?? "session_user")
    values += [quoted(literal: seedbedVersion), quoted(literal: table.tool.rawValue)]
    return "(\(values.joined(separator: ", ")))"
  }

  private static func literal(_ text: String?) -> String? { text.map { quoted(literal: $0) } }

  private static func time(_ text: String?) -> String? {
    literal(text).map { "\($0)::timestamptz" }
  }
}

extension Problem {
  fileprivate static func unsettled(
    _ name: String, _ migration: Migration?, _ table: ForeignTable, _ state: String,
    _ wayOut: String
  ) -> Problem {
    Problem(
      "migrate.foreign_failure", "\(table.tool.title) did not bring \(name) to its end: \(state)",
      hint: wayOut, at: migration?.file.location(), notes: ["in its history \(table)"],
      exitStatus: .attention)
  }

  fileprivate static func editedSince(_ migration: Migration, _ table: ForeignTable) -> Problem {
    Problem(
      "migrate.foreign_checksum",
      "\(migration.name) was changed after \(table.tool.title) applied it",
      hint: """
        restore the file; or, where the database is as it says now: `seedbed migrate adopt --accept`
        """,
      at: migration.file.location(), notes: ["by the checksum in \(table)"], exitStatus: .attention)
  }
}
