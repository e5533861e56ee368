import JSON
import Postgres
import TestSupport
import Testing

/// The commands that write fixtures, as a user runs them.
@Suite(.database) struct AuthoringCommandTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("seedbed.json", "{}")
    try TestDatabase.connect().run(
      simple: "CREATE TABLE teams (id bigserial PRIMARY KEY, slug text UNIQUE NOT NULL, size int)")
  }

  private func run(_ arguments: String...) throws -> Binary.Outcome {
    try Binary.run(
      ["seed"] + arguments, environment: ["DATABASE_URL": TestDatabase.current.url],
      in: folder.path)
  }

  @Test func `a skeleton goes to the base, or to the environment that is named`() throws {
    let report = try JSONValue(parsing: run("new", "teams", "--json").output)
    #expect(report["file"]?.string == "seeds/teams.json")
    #expect(report["table"]?.string == "public.teams")
    #expect(try run("new", "teams", "--env", "test").output == "+ seeds/test/teams.json\n")
    let again = try run("new", "teams")
    #expect(again.status == 1)
    #expect(again.errors == "seeds/teams.json: error: seeds/teams.json is there already\n")
    // What is written is in canonical form.
    #expect(try run("format", "--check").status == 0)
  }

  @Test func `an import shows what it made and what it left`() throws {
    try folder.write("teams.csv", "slug,colour\na,red\nb,blue\n")
    let outcome = try run("import", "teams.csv")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(
      outcome.output == """
        + seeds/teams.json  2 records
        not carried over:
          teams.csv:1: public.teams has no column "colour"

        """)
    #expect(try run("import", "teams.csv").errors.contains("--force replaces it"))
    let report = try JSONValue(
      parsing: run("import", "teams.csv", "--force", "--from", "csv", "--json").output)
    #expect(report["files"]?.array?.first?["records"]?.int == 2)
    #expect(report["notCarried"]?.array?.first?["location"]?.string == "teams.csv:1")
    #expect(try run("format", "--check").status == 0)
    #expect(try run().status == 0)
  }

  @Test func `what a file is has to be known`() throws {
    try folder.write("teams.txt", "slug\na\n")
    #expect(try run("import", "teams.txt").errors.contains("--from csv"))
    #expect(try run("import", "teams.txt", "--from", "cvs").status == 64)
    #expect(try run("import", "teams.txt", "--from", "csv").status == 0)
    #expect(try run("import", "nothing.csv", "--table", "teams").errors.contains("cannot be read"))
  }
}
