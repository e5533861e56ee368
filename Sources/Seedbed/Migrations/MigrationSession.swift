internal import Postgres
internal import SQLScript

/// A session that runs a migration as if it had been opened for it.
///
/// All of a file's settings, roles, temporary objects and loaded libraries must be kept from the
/// next file. A new session does that for certain, and costs more than most migrations do; so after
/// a script that can leave nothing but what `DISCARD ALL` takes away, that is what is done.
final class MigrationSession {
  let connection: Connection
  private let database: Database
  private let identity: SessionIdentity
  private var state = State.inUse

  private enum State {
    case inUse
    /// As good as new, and inside a transaction.
    case renewed
    /// Nobody knows what it holds.
    case spent
  }

  init(
    to database: Database, as identity: SessionIdentity, lockTimeout: Int?,
    _ progress: any Progress
  ) throws {
    connection = try database.connect(applicationName: "seedbed migrate", progress)
    self.database = database
    self.identity = identity
    try connection.run(together: start(lockTimeout))
  }

  /// Makes the session as good as new, in one round trip; in none where the last commit has done so.
  ///
  /// - Parameter beginning: opens a transaction at the end.
  func renew(lockTimeout: Int?, beginning: Bool) throws(PostgresError) {
    connection.onNotice = nil
    let end = beginning ? ["BEGIN"] : []
    switch state {
    case .inUse: try connection.run(together: renewal(lockTimeout) + end)
    case .renewed where connection.mayBeOver: throw Self.unusable
    case .renewed where lockTimeout == nil && beginning: break
    case .renewed:
      // Committed: what an attempt at the script rolls back is not to take it along.
      let timeout = lockTimeout.map { ["BEGIN", "SET lock_timeout = \($0)", "COMMIT"] } ?? []
      try connection.run(together: ["ROLLBACK"] + timeout + end)
    case .spent: throw Self.unusable
    }
    state = .inUse
  }

  private static let unusable = PostgresError(
    sqlState: "08003", message: "the session cannot be used any more")

  private func renewal(_ lockTimeout: Int?) -> [String] {
    ["BEGIN"] + Self.discardAll + database.preparation(of: connection) + start(lockTimeout)
      + ["COMMIT"]
  }

  /// `DISCARD ALL` by its parts (manual, DISCARD), since it stands alone and they do not.
  private static let discardAll = [
    "CLOSE ALL", "SET SESSION AUTHORIZATION DEFAULT", "RESET ALL", "DEALLOCATE ALL", "UNLISTEN *",
    "SELECT pg_catalog.pg_advisory_unlock_all()", "DISCARD PLANS", "DISCARD TEMP",
    "DISCARD SEQUENCES",
  ]

  private func start(_ lockTimeout: Int?) -> [String] {
    // The role is the one thing that DISCARD ALL leaves.
    ["RESET ROLE"] + SessionSettings.neutral(on: connection, lockTimeout: lockTimeout)
      + ["SELECT pg_catalog.pg_try_advisory_lock_shared(\(OrphanedStatement.lock.key))"]
  }

  /// Runs a statement on the history inside the transaction that is open, as the role that logged
  /// in; what the file has set holds again afterwards.
  ///
  /// What the file has deferred to the end of the transaction is done first, as the file's role and
  /// with its search path.
  func write(_ statement: String) throws(PostgresError) {
    try connection.run(together: writing(statement))
  }

  /// The same, and commits in the same breath.
  ///
  /// - Parameters:
  ///   - durability: of what is committed.
  ///   - renewing: makes the session as good as new for another script, and begins its transaction,
  ///     also in the same breath; what fails of that is no failure of this.
  /// - Returns: the tag of the COMMIT.
  func commit(
    _ statement: String, _ durability: Durability, renewing: Bool
  ) throws(PostgresError) -> String {
    var tag: String?
    let end = durability.settings + ["COMMIT"] + (renewing ? renewal(nil) + ["BEGIN"] : [])
    do throws(PostgresError) {
      let statements = writing(statement) + end
      try connection.run(
        together: statements,
        completed: { if tag == nil, ["COMMIT", "ROLLBACK"].contains($0) { tag = $0 } })
      state = renewing ? .renewed : .inUse
    } catch {
      if tag == nil { throw error }
      state = .spent
    }
    return tag ?? ""
  }

  private func writing(_ statement: String) -> [String] {
    let write = statement.isEmpty ? [] : [statement]
    return ["SET CONSTRAINTS ALL IMMEDIATE"] + identity.assumeForTransaction + write
  }
}

/// When a transaction of a run is safe from a crash of the server.
enum Durability {
  /// As the server is set up: once COMMIT has been answered.
  case atCommit
  /// Together with a later transaction of the same run. A crash before that takes it back whole,
  /// with its row of the history and all that followed it, for the log is written in order
  /// (manual 30.4); what is reported when the run is over is on disk.
  case withLater

  fileprivate var settings: [String] {
    switch self {
    case .atCommit: []
    case .withLater: ["SET LOCAL synchronous_commit TO off"]
    }
  }
}

/// What a session of the run is at its beginning.
struct SessionIdentity {
  private let user: String
  private let role: String

  init(of connection: Connection) throws(PostgresError) {
    let row = try connection.run(
      simple: "SELECT session_user, pg_catalog.current_setting('role')"
    ).first
    user = row?.string(0) ?? ""
    role = row?.string(1) ?? "none"
  }

  /// `SET ROLE` and `SET SESSION AUTHORIZATION` of a file would make the history's writer someone
  /// who may not write it. `SET LOCAL` ends with the transaction, and the file's own setting
  /// stands again (manual, SET), which RESET would not give back. The two are set only where they
  /// differ, because setting the user forgets the role.
  var assumeForTransaction: [String] {
    let (user, role) = (quoted(literal: user), quoted(literal: role))
    return [
      "SET LOCAL search_path TO pg_catalog, pg_temp",
      "SELECT set_config('session_authorization', \(user), true) WHERE session_user <> \(user)",
      "SELECT set_config('role', \(role), true) WHERE current_setting('role') <> \(role)",
    ]
  }
}

/// Settings that a role, a database or a server may have and a migration must not suffer from.
enum SessionSettings {
  /// The statements that set them, for a session of this server's version.
  static func neutral(on connection: Connection, lockTimeout: Int? = nil) -> [String] {
    var settings = [
      "statement_timeout = 0", "idle_in_transaction_session_timeout = 0",
      "lock_timeout = \(lockTimeout ?? 0)",
      // The scripts were split by this rule.
      "standard_conforming_strings = on",
    ]
    if connection.serverVersion >= 140_000 { settings.append("idle_session_timeout = 0") }
    if connection.serverVersion >= 170_000 { settings.append("transaction_timeout = 0") }
    return settings.map { "SET \($0)" }
  }
}

extension MigrationScript {
  /// Whether each statement defines tables, rows and the like, and none touches what outlives
  /// `DISCARD ALL`: libraries that it loads, what a procedural language keeps, settings of
  /// extensions. What is set for a role or a database holds in new sessions alone.
  var leavesNothingInSession: Bool {
    script.statements.allSatisfy { statement in
      switch statement.firstWord {
      case "CREATE":
        return !statement.words.prefix(4).contains {
          ["EXTENSION", "LANGUAGE", "FUNCTION", "PROCEDURE"].contains($0)
        }
      case "ALTER":
        return !statement.words.prefix(2).contains {
          ["DATABASE", "ROLE", "USER", "GROUP", "SYSTEM", "EXTENSION"].contains($0)
        }
      case "DROP", "COMMENT", "GRANT", "REVOKE", "INSERT", "UPDATE", "DELETE", "TRUNCATE",
        "COPY":
        return true
      default: return false
      }
    }
  }
}
