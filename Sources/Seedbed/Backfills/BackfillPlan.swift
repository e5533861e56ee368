internal import Postgres

/// The backfills of a folder against a database: a value, with nothing written.
struct BackfillPlan: Sendable {
  struct Item: Sendable {
    let script: BackfillScript
    /// The history's row of its migration; nil where that is not applied.
    let migration: Int?
    /// Nil where it has not begun.
    let state: BackfillState?

    var isVerified: Bool { state?.isVerified == true }
    /// Its statement is not the one that it began with.
    var isEdited: Bool { state.map { $0.checksum != script.checksum } ?? false }
  }

  /// In the order of the migrations.
  let items: [Item]

  init(_ scripts: [BackfillScript], on connection: Connection) throws(PostgresError) {
    let entries =
      scripts.isEmpty
      ? [] : try BackfillLedger.entries(of: scripts.map(\.name), on: connection)
    let known = Dictionary(entries.map { ($0.name, $0) }) { one, _ in one }
    items = scripts.map { script in
      Item(
        script: script, migration: known[script.name]?.migration, state: known[script.name]?.state)
    }
  }

  /// Those of applied migrations that are not verified.
  var unfinished: [Item] { items.filter { $0.migration != nil && !$0.isVerified } }
}

extension MigrationFolder.Contents {
  /// - Throws: everything that is wrong with any of them, together.
  func backfills() throws(Problem) -> [BackfillScript] {
    var scripts: [BackfillScript] = []
    var problems: [Problem] = []
    for migration in migrations {
      do throws(Problem) {
        if let script = try migration.backfillScript() { scripts.append(script) }
      } catch {
        problems += error.all
      }
    }
    if let problem = Problem.together(problems) { throw problem }
    return scripts
  }
}

extension Migration {
  func backfillScript() throws(Problem) -> BackfillScript? {
    guard let backfill else { return nil }
    return try BackfillScript(backfill, of: name)
  }
}
