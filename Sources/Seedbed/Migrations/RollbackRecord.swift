internal import Postgres

/// The row of a migration that is being undone.
struct RollbackRecord: RunRecord {
  let name: String
  /// The statements of the way down.
  let statements: Int
  let table: OwnTable
  var exists = false

  func statement(for progress: RunProgress, log: String?) -> String {
    switch progress {
    case .finished:
      return set("rolled_back_at = pg_catalog.clock_timestamp(), error = NULL")
    case .applied(let count, _):
      return set(unfinished("\(count) of \(statements) statements of its down.sql took effect"))
    case .started(let count, _):
      return set(unfinished("statement \(count + 1) of \(statements) of its down.sql was started"))
    }
  }

  func failure(at statement: Int?, _ error: String) -> String? {
    exists ? set(unfinished("its down.sql failed: \(error)")) : nil
  }

  /// Without a token checksum the migration cannot go on upwards by itself.
  private func unfinished(_ state: String) -> String {
    "finished_at = NULL, token_checksum = NULL, error = \(quoted(literal: state))"
  }

  private func set(_ assignments: String) -> String {
    """
    UPDATE \(table) SET \(assignments) \
    WHERE name = \(quoted(literal: name)) AND rolled_back_at IS NULL
    """
  }
}
