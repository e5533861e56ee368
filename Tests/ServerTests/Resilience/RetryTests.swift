import Postgres
import Seedbed
import TestSupport
import Testing

/// A run that the server ends for the sake of other sessions is begun anew, and not for ever.
@Suite(.database, .serialized) struct RetryTests {
  /// Remembers what a run notes.
  final class Notes: Progress {
    private(set) var lines: [String] = []
    func activity(_ text: String) {}
    func note(_ text: String) { lines.append(text) }
    func finished() {}
  }

  /// Locks rows against the order in which a run writes, until each waits for the other.
  private func deadlock(_ states: TwoStates, _ held: HeldStatement) throws -> ApplicationStatement {
    _ = try held.waiting()
    let application = try ApplicationStatement(
      "SET deadlock_timeout = '1h'", "BEGIN",
      "UPDATE members SET note = note WHERE email = 'm1'",
      "UPDATE teams SET note = note WHERE name = 't1'", "COMMIT",
      target: TestDatabase.current.target)
    try application.waitUntilItWaits()
    try held.letOnePass()
    return application
  }

  /// The server ends the run and not the application, as it is the run that looks first.
  private func victims() throws -> (TwoStates, HeldStatement) {
    let states = try TwoStates(in: TemporaryFolder(), url: TestDatabase.current.url)
    let connection = try states.connect()
    try states.restore(connection)
    let name = try TestDatabase.current.name
    try connection.execute("ALTER DATABASE \(identifier: name) SET deadlock_timeout = '10ms'")
    return (states, try HeldStatement(.secondTable, on: states.connect()))
  }

  @Test func aDeadlock() throws {
    let (states, held) = try victims()
    let run = try states.start()
    let application = try deadlock(states, held)
    try application.finish()
    try held.remove()
    #expect(try run.wait() == 0, "\(run.output)")
    #expect(run.output.contains("the server ended the transaction (40P01); running again"))
    #expect(try TwoStates.contents(states.connect()) == states.new)
    #expect(try states.seed().contains("nothing to do"))
  }

  @Test func aDeadlockTimeAndAgain() throws {
    let (states, held) = try victims()
    let run = try states.start()
    for _ in 1...4 { try deadlock(states, held).finish() }
    #expect(try run.wait() == 1)
    #expect(run.output.contains("error: deadlock detected"), "\(run.output)")
    #expect(run.output.contains("tried 4 times; nothing was written"))
    #expect(try TwoStates.contents(states.connect()) == states.old)
    try held.remove()
    try states.check("after a deadlock time and again")
  }

  /// An UPDATE that waited for a row finds it in another partition: even at READ COMMITTED that is a
  /// serialization failure.
  @Test func aRowThatMovesToAnotherPartition() throws {
    let folder = try TemporaryFolder()
    let url = try TestDatabase.current.url
    let application = try TestDatabase.connect()
    try application.run(
      simple: """
        CREATE TABLE t (k int, region text, v text, PRIMARY KEY (k, region))
          PARTITION BY LIST (region);
        CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
        CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');
        INSERT INTO t VALUES (1, 'a', 'old')
        """)
    try application.run(simple: "BEGIN; UPDATE t SET region = 'b'")
    try folder.write("seeds/t.json", #"[{"k": 1, "region": "a", "v": "new"}]"#)
    let run = try BackgroundRun("seed", in: folder, url: url)
    try Patience.until("the run waits for the row") {
      try !application.run(
        simple: "SELECT FROM pg_locks WHERE locktype = 'transactionid' AND NOT granted"
      ).isEmpty
    }
    try application.run(simple: "COMMIT")
    #expect(try run.wait() == 0, "\(run.output)")
    #expect(run.output.contains("the server ended the transaction (40001); running again"))
    let rows = try application.run(simple: "SELECT k, region, v FROM t ORDER BY region")
    #expect(rows.map { $0.string(1) + $0.string(2) } == ["anew", "bold"])
  }

  /// Fails so many times at first; a sequence counts, as it forgets nothing on rollback.
  private func seeds(failing times: Int, _ state: String) throws -> Seeds {
    try Seeds(
      """
      CREATE TABLE t (k int PRIMARY KEY, v text);
      CREATE SEQUENCE tries;
      CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('tries') <= \(times) THEN
          RAISE 'could not serialize access' USING ERRCODE = '\(state)';
        END IF;
        RETURN NULL; END $$;
      CREATE TRIGGER fail AFTER INSERT ON t FOR EACH STATEMENT EXECUTE FUNCTION fail();
      """, ["t.json": #"[{"k": 1, "v": "new"}]"#])
  }

  @Test(arguments: 1...3) func aSerializationFailure(times: Int) throws {
    var seeds = try seeds(failing: times, "40001")
    let notes = Notes()
    seeds.progress = notes
    #expect(try seeds.apply().summary == ["public.t +1 ~0 =0"])
    #expect(
      notes.lines
        == Array(
          repeating: "the server ended the transaction (40001); running again", count: times))
    #expect(try seeds.rows("SELECT last_value FROM tries") == ["\(times + 1)"])
  }

  @Test func aSerializationFailureOfEveryAttempt() throws {
    let seeds = try seeds(failing: 100, "40001")
    let problems = try seeds.problems()
    #expect(problems.map(\.code) == ["postgres.40001"])
    #expect(problems.first?.notes.last == "tried 4 times; nothing was written")
    #expect(problems.first?.hint?.contains("other sessions write to the same rows") == true)
    #expect(try seeds.rows("SELECT last_value FROM tries") == ["4"])
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["0"])
  }

  /// Another attempt would meet it again.
  @Test func anyOtherFailureIsNotTriedAgain() throws {
    let seeds = try seeds(failing: 1, "P0001")
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.refused_row"])
  }
}
