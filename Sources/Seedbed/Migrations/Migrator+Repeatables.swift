internal import Postgres

extension Migrator {
  /// Runs scripts that may be run in any order, each in its own transaction.
  ///
  /// Views and functions refer to one another, and their names say nothing of it. So one that lacks
  /// an object, or stands in the way of another, is tried again after the others, as long as that
  /// gets on.
  func run(
    repeatables items: [MigrationWork.Item], _ scripts: ReadScripts,
    _ keeper: RunKeeper, _ report: inout MigrationReport, _ engine: LockEngine?
  ) throws {
    var waiting = items
    while !waiting.isEmpty {
      var failed: [(item: MigrationWork.Item, problem: Problem)] = []
      for item in waiting {
        let script = try scripts.script(of: item)
        let session = try self.session(after: nil, for: script, keeper)
        let locks = try engine.map {
          try ScriptLocks($0, nil, of: script, in: session.connection)
        }
        do {
          try run(item, script, in: session, keeper, &report, postpones: true, locks: locks)
        } catch let postponed as PostponedScript {
          failed.append((item, postponed.problem))
        }
      }
      if failed.count == waiting.count, let problem = Problem.together(failed.map(\.problem)) {
        throw problem
      }
      waiting = failed.map(\.item)
    }
  }
}

/// A script whose failure another one may mend; nothing of it took effect.
struct PostponedScript: Error {
  let problem: Problem
}

extension StatementFailure {
  /// Whether what another script makes or removes may be all that is missing: an undefined table,
  /// function, object, column or schema, or an object that others still depend on.
  var mayBePostponed: Bool {
    [
      "42P01", "42883", "42704", "42703", "3F000", "2BP01",
    ].contains(error.sqlState)
  }

  /// What to write where a view or function cannot be replaced by its new form.
  static func wayToReplace(_ error: PostgresError) -> String? {
    switch error.sqlState {
    case "42P16":
      "CREATE OR REPLACE VIEW can only add columns at the end: write DROP VIEW IF EXISTS before it"
    case "42P13":
      "a function's result and argument names stay as they are: write DROP FUNCTION IF EXISTS before it"
    case "2BP01":
      """
      drop and make again in this file what depends on it; what CASCADE drops is not made again, \
      for the files of the others have not changed
      """
    default: nil
    }
  }
}
