import Postgres

/// The databases `seedbed_test_N`, each lent to one test at a time.
///
/// An advisory lock for each N, held by a session that lives as long as this process, keeps other
/// test runs on the same server away. So many are lent at a time as keep this machine busy: all
/// tests start at once, and a database for each would cost more than all that the tests do.
/// No test takes a second one while it holds the first, so none can wait for ever.
actor DatabasePool {
  static let shared = DatabasePool()

  struct Slot: Sendable {
    var number: Int
    var target: ConnectionTarget
  }

  private static let limit = 24

  private var free: [Slot] = []
  private var lent = 0
  private var waiting: [CheckedContinuation<Void, Never>] = []
  private var next = 1
  private var keeper: Connection?

  func take() async throws -> Slot {
    if lent < Self.limit {
      lent += 1
    } else {
      await withCheckedContinuation { waiting.append($0) }
    }
    do {
      let slot = try free.popLast() ?? claim()
      try Self.empty(slot)
      return slot
    } catch {
      makeRoom()
      throw error
    }
  }

  func giveBack(_ slot: Slot) {
    free.append(slot)
    makeRoom()
  }

  /// Hands the place of a database given back to the test that has waited longest.
  private func makeRoom() {
    if waiting.isEmpty { lent -= 1 } else { waiting.removeFirst().resume() }
  }

  private func claim() throws -> Slot {
    let server = try TestServer.target
    let keeper = try keeper ?? Connection(server)
    self.keeper = keeper
    while true {
      defer { next += 1 }
      let lock = AdvisoryLock(key: 0x5EED_7E57_0000 + next)
      guard try lock.tryLock(on: keeper) else { continue }
      let name = "seedbed_test_\(next)"
      let known = try keeper.execute(
        "SELECT 1 FROM pg_catalog.pg_database WHERE datname = \(name)")
      if known.isEmpty { try keeper.execute("CREATE DATABASE \(identifier: name)") }
      return Slot(number: next, target: server.with(database: name))
    }
  }

  /// As a new database: no sessions, no schemas but `public`, no settings, open to everybody.
  private static func empty(_ slot: Slot) throws {
    // The settings of the last test hold until they are reset.
    var target = slot.target
    target["options"] = "-c statement_timeout=0 -c lock_timeout=0"
    let connection = try Connection(target)
    let name = slot.target.database ?? ""
    connection.onNotice = { _ in }
    try connection.execute(
      """
      SELECT pg_catalog.pg_terminate_backend(pid, 5000) FROM pg_catalog.pg_stat_activity
      WHERE datname = \(name) AND pid <> pg_catalog.pg_backend_pid()
      """)
    try connection.run(
      simple: """
        ALTER DATABASE \(quoted(identifier: name)) RESET ALL;
        GRANT CONNECT, TEMPORARY ON DATABASE \(quoted(identifier: name)) TO PUBLIC;
        DO $$ DECLARE item text; BEGIN
          FOR item IN SELECT evtname FROM pg_catalog.pg_event_trigger LOOP
            EXECUTE pg_catalog.format('DROP EVENT TRIGGER %I', item);
          END LOOP;
          FOR item IN SELECT pubname FROM pg_catalog.pg_publication LOOP
            EXECUTE pg_catalog.format('DROP PUBLICATION %I', item);
          END LOOP;
          FOR item IN SELECT nspname FROM pg_catalog.pg_namespace
            WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
            EXECUTE pg_catalog.format('DROP SCHEMA %I CASCADE', item);
          END LOOP;
          FOR item IN SELECT extname FROM pg_catalog.pg_extension WHERE extname <> 'plpgsql' LOOP
            EXECUTE pg_catalog.format('DROP EXTENSION %I CASCADE', item);
          END LOOP;
          -- What belongs to no schema; plpgsql is an extension's.
          FOR item IN SELECT pg_catalog.format('TRANSFORM FOR %s LANGUAGE %I',
                trftype::pg_catalog.regtype, lanname)
              FROM pg_catalog.pg_transform JOIN pg_catalog.pg_language l ON l.oid = trflang
            UNION ALL SELECT pg_catalog.format('FOREIGN DATA WRAPPER %I', fdwname)
              FROM pg_catalog.pg_foreign_data_wrapper
            UNION ALL SELECT pg_catalog.format('LANGUAGE %I', lanname)
              FROM pg_catalog.pg_language WHERE lanispl AND lanname <> 'plpgsql'
            UNION ALL SELECT pg_catalog.format('ACCESS METHOD %I', amname)
              FROM pg_catalog.pg_am WHERE oid >= 16384 LOOP
            EXECUTE pg_catalog.format('DROP %s CASCADE', item);
          END LOOP;
        END $$;
        CREATE SCHEMA public;
        GRANT USAGE ON SCHEMA public TO PUBLIC;
        """)
  }
}
