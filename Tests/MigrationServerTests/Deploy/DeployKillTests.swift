import FoundationEssentials
import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// A deployment that is killed (`kill -9`) between two of its steps, whichever they are: what the next
/// step needs is locked, and the run killed when it waits for that.
@Suite(.database) struct DeployKillTests {
  /// What a deployment comes to, in its order.
  enum Stop: CaseIterable {
    case lock, status, plan, backup, migrate, backfill, seed, verify

    /// What has been done for good when a run stands here.
    var done: [Effect] { Effect.allCases.filter { $0.step < self } }
  }

  enum Effect: CaseIterable {
    case backup, migration, backfill, seeds

    fileprivate var step: Stop {
      switch self {
      case .backup: .backup
      case .migration: .migrate
      case .backfill: .backfill
      case .seeds: .seed
      }
    }
  }

  /// Advisory locks that statements of the deployment wait for.
  private enum Gate: Int {
    case migration = 1
    case backfill, seeds
  }

  private let project: MigrationProject

  init() throws {
    project = try MigrationProject()
    try project.folder.write("seedbed.json", #"{"environments": {"test": {"disposable": false}}}"#)
    try project.write(
      "1_users.sql",
      """
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text, age int);
      CREATE TABLE teams (slug text PRIMARY KEY);
      CREATE FUNCTION stand() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        PERFORM pg_advisory_xact_lock_shared(TG_ARGV[0]::bigint);
        RETURN NEW;
      END $$;
      CREATE TRIGGER stand BEFORE UPDATE ON users
        FOR EACH ROW EXECUTE FUNCTION stand(\(Gate.backfill.rawValue));
      CREATE TRIGGER stand BEFORE INSERT ON teams
        FOR EACH ROW EXECUTE FUNCTION stand(\(Gate.seeds.rawValue));
      """)
    try #require(try project.seedbed("migrate").status == 0)
    try project.run(
      "INSERT INTO users (name, age) SELECT 'user ' || n, n FROM generate_series(1, 50) n")
    try project.write(
      "2_shout/migration.sql",
      """
      SELECT pg_advisory_xact_lock_shared(\(Gate.migration.rawValue));
      ALTER TABLE users ADD COLUMN shout text;
      ALTER TABLE users DROP COLUMN age;
      """)
    try project.write(
      "2_shout/backfill.sql",
      "-- seedbed: backfill\nUPDATE users SET shout = upper(name) WHERE shout IS NULL;")
    try project.folder.write("seeds/teams.json", #"[{"slug": "a"}, {"slug": "b"}]"#)
  }

  @Test(arguments: Stop.allCases)
  func `killed between any two steps, the next run completes it`(_ stop: Stop) throws {
    // With what was found out before, the plan needs no table, and the backup is the first that does.
    if stop == .backup { try #require(try project.seedbed("migrate", "plan").status == 2) }
    let holder = try project.connect()
    try close(stop, holder)
    let run = try project.background("deploy")
    let last = try reach(stop, run, holder)
    #expect(!run.hasEnded, "\(run.output)")
    #expect(try done() == stop.done, "\(run.output)")
    run.kill()
    for session in [holder, last] {
      try session.run(simple: "ROLLBACK; SELECT pg_advisory_unlock_all()")
    }

    let next = try project.seedbed("deploy")
    #expect(next.status == 0, "\(next.output)\(next.errors)")
    #expect(next.output.contains("as it should be"), "\(next.output)")
    #expect(try done() == Effect.allCases)
    #expect(
      try project.rows("SELECT name FROM seedbed.migrations ORDER BY id") == ["1_users", "2_shout"])
    #expect(try backedUp().contains { $0.contains("public.users.age") })
    #expect(try project.seedbed("status").status == 0)
  }

  /// Locks what the step begins with.
  private func close(_ stop: Stop, _ holder: Connection) throws {
    switch stop {
    case .lock: try #require(try DeployLock.lock.tryLock(on: holder))
    case .status: try lock("seedbed.migrations", holder)
    case .plan, .backup: try lock("users", holder)
    case .migrate: try close(gate: .migration, holder)
    case .backfill: try close(gate: .backfill, holder)
    case .seed, .verify: try close(gate: .seeds, holder)
    }
  }

  /// Waits until the run stands at the step, and returns the session that keeps it there.
  private func reach(
    _ stop: Stop, _ run: BackgroundRun, _ holder: Connection
  ) throws -> Connection {
    if stop == .lock {
      // This one is asked for, and not waited for in the server.
      try Patience.until("it waits for another deployment", .seconds(60)) {
        run.output.contains("waiting for another deployment")
      }
      return holder
    }
    try project.untilBlocked(by: holder, "\(stop) waits")
    guard stop == .verify else { return holder }
    // The last look reads the history again, which nothing does between the seeds and it.
    let last = try project.connect()
    try lock("seedbed.migrations", last)
    try holder.run(simple: "SELECT pg_advisory_unlock_all()")
    try project.untilBlocked(by: last, "\(stop) waits")
    return last
  }

  private func lock(_ table: String, _ session: Connection) throws {
    try session.run(simple: "BEGIN; LOCK TABLE \(table) IN ACCESS EXCLUSIVE MODE")
  }

  private func close(gate: Gate, _ session: Connection) throws {
    try session.run(simple: "SELECT pg_advisory_lock(\(gate.rawValue))")
  }

  // MARK: - What has been done

  private func done() throws -> [Effect] {
    try Effect.allCases.filter { try isDone($0) }
  }

  private func isDone(_ effect: Effect) throws -> Bool {
    switch effect {
    case .backup: return try !backedUp().isEmpty
    case .migration:
      return try holds(
        "SELECT count(*) = 1 FROM pg_attribute WHERE attname = 'shout' AND attrelid = 'users'::regclass"
      )
    case .backfill:
      return try isDone(.migration) && holds("SELECT bool_and(shout = upper(name)) FROM users")
    case .seeds: return try holds("SELECT count(*) = 2 FROM teams")
    }
  }

  private func holds(_ query: String) throws -> Bool { try project.rows(query) == ["t"] }

  /// What stands in the backups that are whole.
  private func backedUp() throws -> [String] {
    let backups = ".seedbed/backups"
    let files = FileManager.default
    guard files.fileExists(atPath: "\(project.folder.path)/\(backups)") else { return [] }
    return try files.contentsOfDirectory(atPath: "\(project.folder.path)/\(backups)").compactMap {
      project.folder.read("\(backups)/\($0)/backup.json")
    }
  }
}

extension DeployKillTests.Stop: Comparable {}
