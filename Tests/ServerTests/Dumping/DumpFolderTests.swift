import FoundationEssentials
import Postgres
import Seedbed
import TestSupport
import Testing

/// Files appear all together or not at all, and nothing that somebody wrote is lost.
@Suite(.database) struct DumpFolderTests {
  private let schema = """
    CREATE TABLE a (k int PRIMARY KEY); INSERT INTO a VALUES (1);
    CREATE TABLE b (k int PRIMARY KEY); INSERT INTO b VALUES (1);
    """

  @Test func `what holds something else is replaced only by force`() throws {
    let dumps = try Dumps(schema)
    try dumps.write()
    let again = try dumps.write()
    #expect(again.tables.map(\.outcome) == [.unchanged, .unchanged])
    try dumps.seeds.write("b.json", "[{\"k\": 5}]\n")
    try dumps.seeds.connection.run(simple: "INSERT INTO a VALUES (2)")
    let before = try dumps.files()
    do {
      try dumps.write()
      Issue.record("it was replaced")
    } catch let problem as Problem {
      #expect(problem.exitStatus == .refused)
      #expect(problem.all.map(\.hint) == ["--force replaces it", "--force replaces it"])
    }
    #expect(try dumps.files() == before)
    let forced = try dumps.write(force: true)
    #expect(forced.tables.map(\.outcome) == [.written, .written])
    #expect(try dumps.files()["b.json"] == "[\n  {\"k\": 1}\n]\n")
  }

  @Test func `another file for the same table is in the way`() throws {
    let dumps = try Dumps(schema)
    try dumps.seeds.write("010_a.jsonl", "{\"k\": 1}\n")
    do {
      try dumps.write(force: true)
      Issue.record("it was written")
    } catch let problem as Problem {
      #expect(problem.message == "seeds/010_a.jsonl is for the table \"a\" too")
    }
    #expect(try dumps.files().count == 1)
  }

  @Test func `rows that are hidden from the role are an error`() throws {
    let dumps = try Dumps(
      """
      \(schema)
      ALTER TABLE a ENABLE ROW LEVEL SECURITY;
      DROP ROLE IF EXISTS seedbed_dump_reader;
      CREATE ROLE seedbed_dump_reader LOGIN; GRANT USAGE ON SCHEMA public TO seedbed_dump_reader;
      GRANT SELECT ON a TO seedbed_dump_reader;
      """)
    let connection = try TestDatabase.connect()
    try connection.run(simple: "SET ROLE seedbed_dump_reader")
    func code(_ table: String) throws -> String? {
      do {
        _ = try Dumper(
          connection: connection, schemas: ["public"], environment: "test",
          request: DumpRequest(tables: [table]), progress: SilentProgress()
        ).dump(to: .stream { _ in })
        return nil
      } catch let problem as Problem {
        return problem.code
      }
    }
    #expect(try code("a") == "dump.row_security")
    #expect(try code("b") == "dump.missing_privilege")
    try connection.run(simple: "RESET ROLE; DROP OWNED BY seedbed_dump_reader")
    try dumps.seeds.connection.run(simple: "DROP ROLE seedbed_dump_reader")
  }

  @Test func `the command writes to standard output or to a folder`() throws {
    let dumps = try Dumps(schema)
    let url = try TestDatabase.current.url
    func run(_ arguments: String...) throws -> Binary.Outcome {
      try Binary.run(
        ["seed", "dump"] + arguments, environment: ["DATABASE_URL": url],
        in: dumps.seeds.folder.path)
    }
    #expect(try run("a").output == "[\n  {\"k\": 1}\n]\n")
    #expect(try run("b", "a", "--format", "jsonl").status == 64)
    #expect(try run("a", "--format", "jsonl").output == "{\"k\": 1}\n")
    #expect(try run().status == 64)
    #expect(try run("a", "--json").status == 64)
    let report = try run("--all", "--output", "out", "--json").output
    #expect(
      report.contains(
        #""tables":[{"table":"public.a","rows":1,"file":"out/a.json","outcome":"written"}"#))
    #expect(
      try run("--all", "--output", "out").output == "= out/a.json  1 row\n= out/b.json  1 row\n")
    try dumps.seeds.folder.write(
      "seedbed.json", #"{"dump": {"mask": {"a.k": "blur", "a": "null"}}}"#)
    let mistaken = try run("a")
    #expect(mistaken.errors.contains("seedbed.json:1:27") && mistaken.errors.contains("2 errors"))
  }
}
