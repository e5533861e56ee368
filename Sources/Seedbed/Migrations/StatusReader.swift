public import Postgres

/// Asks a database how it stands; one round trip, nothing written.
public struct StatusReader {
  let folder: MigrationFolder

  public init(_ folder: MigrationFolder) { self.folder = folder }

  public func read(from connection: Connection) throws -> StatusReport {
    let contents = try folder.read()
    let (history, answers) = try History.read(
      on: connection, alongside: [Self.invalidIndexes, Self.unvalidatedConstraints])
    var report = StatusReport(
      server: StatusReport.Server(
        database: connection.database, host: connection.host, port: connection.port,
        version: connection.serverVersionText),
      plan: MigrationPlan(migrations: contents.migrations, history: history ?? []),
      invalidIndexes: answers[0].map { $0.string(0) },
      unvalidatedConstraints: answers[1].map { $0.string(0) })
    report.layout = contents.layout
    report.backfills = try Backfiller.status(of: contents.backfills(), on: connection)
    if !report.plan.pending.isEmpty { try add(&report, contents, history, connection) }
    return report
  }

  /// What another tool has applied, as the next run will take it over.
  private func add(
    _ report: inout StatusReport, _ contents: MigrationFolder.Contents,
    _ history: [AppliedMigration]?, _ connection: Connection
  ) throws {
    do {
      guard
        let adoption = try Adopter(contents: contents).find(on: connection, beside: history),
        !adoption.rows.isEmpty
      else { return }
      report.adoption = AdoptionReport(adoption, environment: "")
      report.plan = MigrationPlan(
        migrations: contents.migrations, history: (history ?? []) + adoption.applied)
    } catch let problem as Problem {
      report.adoptionProblems = problem.all
    }
  }

  /// All is pending where there is no database yet.
  func readWithoutDatabase(named name: String) throws -> StatusReport {
    var report = StatusReport(
      server: .init(database: name, host: "", port: 0, version: ""),
      plan: MigrationPlan(
        migrations: folder.exists ? try folder.read().migrations : [], history: []),
      invalidIndexes: [], unvalidatedConstraints: [])
    report.layout = folder.exists ? try folder.read().layout : .native
    report.hasDatabase = false
    return report
  }

  /// An index that a session builds right now is not valid yet, and nothing is wrong with it.
  private static let invalidIndexes: SQL = """
    SELECT format('%I.%I on %s', n.nspname, c.relname, i.indrelid::regclass)
    FROM pg_catalog.pg_index i
    JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND c.relkind = 'i' AND n.nspname !~ '^pg_'
      AND NOT EXISTS (SELECT FROM pg_catalog.pg_stat_progress_create_index p
        WHERE p.index_relid = i.indexrelid)
    ORDER BY 1
    """

  private static let unvalidatedConstraints: SQL = """
    SELECT format('%I on %s', k.conname, k.conrelid::regclass)
    FROM pg_catalog.pg_constraint k
    JOIN pg_catalog.pg_namespace n ON n.oid = k.connamespace
    WHERE NOT k.convalidated AND k.contype IN ('c', 'f', 'n') AND k.conrelid <> 0
      AND n.nspname !~ '^pg_'
    ORDER BY 1
    """
}
