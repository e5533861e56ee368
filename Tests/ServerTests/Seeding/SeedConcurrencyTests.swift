import Postgres
import Seedbed
import TestSupport
import Testing

/// What other sessions do between the comparison and the writing.
@Suite(.database) struct SeedConcurrencyTests {
  /// Lets another session act when a run begins to write, and remembers what the run noted.
  final class Interference: Progress {
    private let connection: Connection
    private var statements: [String]
    private(set) var notes: [String] = []

    /// - Parameter statements: one for each time that the run begins to write.
    init(_ statements: [String]) throws {
      connection = try TestDatabase.connect()
      self.statements = statements
    }

    func activity(_ text: String) {
      guard text.hasPrefix("writing"), !statements.isEmpty else { return }
      _ = try? connection.run(simple: statements.removeFirst())
    }

    func note(_ text: String) { notes.append(text) }
    func finished() {}
  }

  static let schema = "CREATE TABLE t (id serial PRIMARY KEY, k text UNIQUE, v text)"
  static let files = ["t.json": #"[{"k": "a", "v": "new"}, {"k": "b", "v": "new"}]"#]

  @Test func aRowThatAnotherSessionMakesMeanwhile() throws {
    var seeds = try Seeds(Self.schema, Self.files)
    let interference = try Interference(["INSERT INTO t (k, v) VALUES ('a', 'theirs')"])
    seeds.progress = interference
    #expect(try seeds.apply().summary == ["public.t +1 ~1 =0"])
    #expect(try seeds.rows("SELECT k, v FROM t ORDER BY k") == ["a|new", "b|new"])
    #expect(interference.notes.contains { $0.contains("running again") })
  }

  /// A deferred index speaks only at the end, and of partitions by a name of their own.
  @Test(arguments: [
    "CREATE TABLE t (id serial PRIMARY KEY, k text UNIQUE DEFERRABLE INITIALLY DEFERRED, v text)",
    "CREATE TABLE t (id serial PRIMARY KEY, k text UNIQUE DEFERRABLE, v text)",
    """
    CREATE TABLE t (id serial, k text UNIQUE, v text) PARTITION BY LIST (k);
    CREATE TABLE all_t PARTITION OF t DEFAULT
    """,
  ]) func aRowThatAnotherSessionMakesUnderAnIndexOfItsOwnKind(_ schema: String) throws {
    var seeds = try Seeds(
      schema, ["t.json": #"{"$key": ["k"], "$rows": [{"k": "a", "v": "new"}, {"k": "b"}]}"#])
    let interference = try Interference(["INSERT INTO t (k, v) VALUES ('a', 'theirs')"])
    seeds.progress = interference
    #expect(try seeds.apply().summary == ["public.t +1 ~1 =0"])
    #expect(try seeds.rows("SELECT k, v FROM t ORDER BY k") == ["a|new", "b|-"])
    #expect(interference.notes.contains { $0.contains("running again") })
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aRowThatAnotherSessionDeletesMeanwhile() throws {
    var seeds = try Seeds(
      Self.schema + "; INSERT INTO t (k, v) VALUES ('a', 'old'), ('b', 'new')", Self.files)
    seeds.progress = try Interference(["DELETE FROM t WHERE k = 'a'"])
    #expect(try seeds.apply().summary == ["public.t +1 ~0 =1"])
    #expect(try seeds.rows("SELECT k, v FROM t ORDER BY k") == ["a|new", "b|new"])
  }

  /// Without an index nothing else keeps a row from being made twice.
  @Test func aKeyWithoutAnIndexKeepsOthersOut() throws {
    var seeds = try Seeds(
      "CREATE TABLE t (k text, v text)",
      ["t.json": #"{"$key": ["k"], "$rows": [{"k": "a", "v": "new"}]}"#])
    let interference = try Interference([
      "SET lock_timeout = '50ms'; INSERT INTO t VALUES ('a', 'theirs')"
    ])
    seeds.progress = interference
    #expect(try seeds.apply().summary == ["public.t +1 ~0 =0"])
    #expect(try seeds.rows("SELECT v FROM t") == ["new"])
    #expect(interference.notes.contains { $0.contains("no unique index") })
  }

  @Test func aSessionThatIsEndedMeanwhileLeavesNothing() throws {
    var seeds = try Seeds(Self.schema, Self.files)
    seeds.progress = try Interference([
      """
      SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'seedbed'
        AND state = 'idle in transaction'
      """
    ])
    let problems = try seeds.problems()
    #expect(problems.count == 1)
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["0"])
    seeds.progress = SilentProgress()
    #expect(try seeds.apply().summary == ["public.t +2 ~0 =0"])
  }

  @Test func rowsThatNeverStandStillAreGivenUpOn() throws {
    var seeds = try Seeds(
      Self.schema + "; INSERT INTO t (k, v) VALUES ('a', 'old')",
      ["t.json": #"[{"k": "a", "v": "new"}]"#])
    let make = "INSERT INTO t (k, v) VALUES ('a', 'theirs')"
    let interference = try Interference(["DELETE FROM t", make, "DELETE FROM t", make])
    seeds.progress = interference
    #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.rows_kept_out"])
    #expect(interference.notes.count == 3)
    #expect(try seeds.rows("SELECT v FROM t") == ["theirs"])
  }
}
