import Postgres
import Seedbed
import TestSupport
import Testing

/// What an application notices of a run beside it: nothing, but for the rows that the run writes.
@Suite(.database, .serialized) struct ApplicationTests {
  private let folder: TemporaryFolder
  private let states: TwoStates
  private let application: Connection

  init() throws {
    folder = try TemporaryFolder()
    states = try TwoStates(in: folder, url: TestDatabase.current.url)
    application = try states.connect()
    try states.restore(application)
    try application.run(
      simple: """
        INSERT INTO teams (id, name, rank) VALUES (900, 'ours', 900), (901, 'spare', 901);
        INSERT INTO members (id, email, team_id) VALUES (900, 'ours', 900);
        SET lock_timeout = '100ms'
        """)
  }

  /// `teams RowExclusiveLock`, for all that a server process holds on users' tables and indexes.
  private func locks(of process: Int) throws -> Set<String> {
    let rows = try application.execute(
      """
      SELECT DISTINCT l.mode || ' ' || c.relkind::text FROM pg_locks l JOIN pg_class c
        ON c.oid = l.relation JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE l.pid = \(process) AND n.nspname = 'public'
      """)
    return Set(rows.map { $0.string(0) })
  }

  /// Reads everything and writes all around, each statement waiting for 100 ms at most.
  private func useAllButTheWrittenRows() throws {
    for statement in [
      "SELECT count(*) FROM teams, members", "SELECT * FROM awards",
      "UPDATE teams SET note = 'app' WHERE name = 'ours'",
      "UPDATE teams SET rank = 902 WHERE name = 'spare'",
      "DELETE FROM teams WHERE name = 'spare'",
      "INSERT INTO members (email, team_id) VALUES ('theirs', 900)",
      "UPDATE members SET mentor_id = (SELECT id FROM members WHERE email = 'm1')"
        + " WHERE email = 'ours'",
      "INSERT INTO awards SELECT id, 'app' FROM members WHERE email = 'm1'",
      "SELECT * FROM members WHERE email = 'theirs' FOR UPDATE",
    ] {
      #expect(throws: Never.self, "\(statement)") { try application.run(simple: statement) }
    }
  }

  @Test(arguments: HeldStatement.Moment.allCases)
  func otherRowsAreReadAndWritten(_ moment: HeldStatement.Moment) throws {
    let held = try HeldStatement(moment, on: states.connect())
    let run = try states.start()
    let locks = try locks(of: held.waiting())
    #expect(locks.contains("RowExclusiveLock r"))
    // RowShareLock is what the check of a foreign key takes.
    let modes = Set(locks.compactMap { $0.split(separator: " ").first })
    #expect(
      modes.isSubset(of: ["AccessShareLock", "RowShareLock", "RowExclusiveLock"]), "\(locks)")
    try useAllButTheWrittenRows()
    try held.remove()
    #expect(try run.wait() == 0, "\(run.output)")
    let contents = try TwoStates.contents(application)
    let isAsUsed = contents.contains("team|ours|900|app")
    #expect(isAsUsed && Set(contents).isSuperset(of: states.new))
  }

  @Test func aWrittenRowIsWaitedForUntilTheEnd() throws {
    let held = try HeldStatement(.deferred, on: states.connect())
    let run = try states.start()
    _ = try held.waiting()
    let waiting = try ApplicationStatement(
      "UPDATE teams SET note = 'app' WHERE name = 't1'", target: TestDatabase.current.target)
    try waiting.waitUntilItWaits()
    #expect(throws: PostgresError.self) {
      try application.run(simple: "UPDATE members SET note = 'app' WHERE email = 'm1'")
    }
    try held.letGo()
    #expect(try run.wait() == 0, "\(run.output)")
    try waiting.finish()
    #expect(try TwoStates.contents(application).contains("team|t1|2|app"))
  }

  /// Without an index nothing else keeps a second row with the key away.
  @Test func aKeyWithoutAnIndexKeepsWritersAwayAndNoReader() throws {
    try application.run(simple: "ALTER TABLE awards DROP CONSTRAINT awards_pkey")
    try folder.write(
      "seeds/awards.json",
      """
      {"$key": ["member_id", "name"],
       "$rows": [{"member_id": {"email": "m1"}, "name": "a", "note": "new"}]}
      """)
    let held = try HeldStatement(.deferred, on: states.connect())
    let run = try states.start()
    let process = try held.waiting()
    let strong = try application.execute(
      """
      SELECT relation::regclass FROM pg_locks
      WHERE pid = \(process) AND mode = 'ShareRowExclusiveLock'
      """)
    #expect(strong.map { $0.string(0) } == ["awards"])
    try application.run(simple: "SELECT * FROM awards")
    #expect(throws: PostgresError.self) {
      try application.run(simple: "UPDATE awards SET note = 'app' WHERE member_id = 900")
    }
    try held.remove()
    #expect(try run.wait() == 0, "\(run.output)")
  }

  /// Neither does a run that writes wait for readers, however long they take.
  @Test func readersAreNotWaitedFor() throws {
    let reader = try states.connect()
    try reader.run(simple: "BEGIN ISOLATION LEVEL REPEATABLE READ; SELECT count(*) FROM teams")
    #expect(try states.start().wait() == 0)
    #expect(try reader.run(simple: "SELECT count(*) FROM teams").first?[0] == "22")
  }
}
