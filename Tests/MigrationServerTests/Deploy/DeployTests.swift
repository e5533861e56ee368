import JSON
import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// `seedbed deploy` on a database that is kept: from status to verification, once, many at once, and
/// cut off anywhere.
@Suite(.database) struct DeployTests {
  private let project: MigrationProject

  init() throws {
    project = try MigrationProject()
    try project.folder.write("seedbed.json", #"{"environments": {"test": {"disposable": false}}}"#)
    try project.write(
      "1_users/migration.sql",
      """
      CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text);
      CREATE TABLE teams (slug text PRIMARY KEY, title text);
      CREATE TABLE gate (i int);
      """)
    try #require(try project.seedbed("migrate").status == 0)
    try project.run("INSERT INTO users (name) SELECT 'user ' || n FROM generate_series(1, 500) n")
    try project.write(
      "2_shout/migration.sql",
      "ALTER TABLE users ADD COLUMN shout text; INSERT INTO gate VALUES (1);")
    try project.write(
      "2_shout/backfill.sql",
      "-- seedbed: backfill\nUPDATE users SET shout = upper(name) WHERE shout IS NULL;")
    try project.write(
      "3_drop_name/migration.sql",
      """
      -- seedbed: phase contract
      -- seedbed: allow drop-column because nobody reads it any more
      ALTER TABLE users DROP COLUMN name;
      """)
    try project.folder.write(
      "seeds/teams.json",
      #"[{"slug": "a", "title": "A"}, {"slug": "b", "title": "B"}, {"slug": "c", "title": "C"}]"#)
  }

  private func deploy(_ options: String...) throws -> (status: Int32, report: JSONValue) {
    let outcome = try Binary.run(
      ["deploy", "--json"] + options,
      environment: ["DATABASE_URL": project.database.url, "SEEDBED_ENV": "test"],
      in: project.folder.path)
    return (outcome.status, try JSONValue(parsing: outcome.output))
  }

  private func checkExpanded(_ comment: String = "") throws {
    #expect(
      try project.rows("SELECT count(*), count(shout) FROM users") == ["500|500"], "\(comment)")
    #expect(
      try project.rows("SELECT count(*) FROM users WHERE shout = upper(name)") == ["500"],
      "\(comment)")
    #expect(try project.rows("SELECT i FROM gate") == ["1"], "\(comment)")
    #expect(try project.rows("SELECT slug FROM teams ORDER BY 1") == ["a", "b", "c"], "\(comment)")
    #expect(
      try project.rows(
        "SELECT name FROM seedbed.migrations WHERE finished_at IS NOT NULL ORDER BY id")
        == ["1_users", "2_shout"], "\(comment)")
  }

  @Test func `expand first, and what removes something waits and is backed up`() throws {
    let expand = try deploy()
    #expect(expand.status == 0, "\(expand.report)")
    try checkExpanded()
    #expect(
      expand.report["steps"]?.array?.compactMap { $0["step"]?.string }
        == ["status", "plan", "backup", "migrate", "seed", "verify"])
    #expect(
      expand.report["migrations"]?["applied"]?.array?.compactMap { $0["name"]?.string }
        == ["2_shout"])
    #expect(expand.report["seeds"]?["totals"]?["inserted"]?.int == 3)
    #expect(expand.report["backup"] == nil)
    #expect(expand.report["waiting"]?.array?.compactMap(\.string) == ["3_drop_name"])
    #expect(expand.report["continue"]?.string == "seedbed deploy --env test --phase contract")

    let again = try deploy()
    #expect(again.status == 0)
    #expect(again.report["migrations"]?["applied"]?.array == [])
    #expect(again.report["seeds"]?["totals"]?["inserted"]?.int == 0)

    let names = try project.rows("SELECT id, name FROM users ORDER BY id")
    let contract = try deploy("--phase", "contract")
    #expect(contract.status == 0, "\(contract.report)")
    #expect(contract.report["waiting"]?.array == [])
    #expect(contract.report["continue"] == nil)
    let files = try #require(contract.report["backup"]?["files"]?.array)
    #expect(files.count == 1)
    #expect(files[0]["holds"]?.array?.first?["name"]?.string == "public.users.name")
    #expect(files[0]["holds"]?.array?.first?["rows"]?.int == 500)
    #expect(
      try !project.rows("SELECT to_jsonb(u)::text FROM users u LIMIT 1")[0].contains("\"name\""))
    let restore = try #require(files[0]["restore"]?.string)
    let outcome = try ChildProcess(
      "/bin/sh", ["-c", restore],
      environment: [
        "DATABASE_URL": project.database.url, "PATH": ProcessEnvironment.current["PATH"] ?? "",
      ]
    ).run()
    #expect(outcome.succeeded, "\(outcome.errors)")
    #expect(try project.rows("SELECT id, name FROM users ORDER BY id") == names)
  }

  @Test func `a failure says what was done before it and how to go on`() throws {
    try project.write(
      "2_shout/migration.sql", "ALTER TABLE users ADD COLUMN shout text; SELECT 1/0;")
    let failed = try deploy()
    #expect(failed.status == 1)
    #expect(failed.report["error"]?["code"]?.string != nil)
    #expect(
      failed.report["error"]?["location"]?["file"]?.string == "migrations/2_shout/migration.sql")
    let steps = try #require(failed.report["steps"]?.array)
    #expect(steps.last?["step"]?.string == "migrate" && steps.last?["done"]?.bool == false)
    #expect(steps.dropLast().allSatisfy { $0["done"]?.bool == true })
    #expect(failed.report["continue"]?.string == "seedbed deploy --env test")
    let text = try project.seedbed("deploy")
    #expect(text.status == 1)
    #expect(text.errors.contains("migrations/2_shout/migration.sql:1:42: error: division by zero"))
    #expect(text.output.contains("to go on: seedbed deploy --env test"))
    try project.write(
      "2_shout/migration.sql",
      "ALTER TABLE users ADD COLUMN shout text; INSERT INTO gate VALUES (1);")
    #expect(try deploy().status == 0)
    try checkExpanded()
  }

  @Test func `without its backup nothing is destroyed`() throws {
    #expect(try deploy().status == 0)
    try project.folder.write("no-folder", "")
    let failed = try deploy("--phase", "contract", "--backup-to", "no-folder")
    #expect(failed.status == 1)
    #expect(failed.report["error"]?["code"]?.string == "backup.failed")
    #expect(failed.report["migrations"] == nil)
    #expect(try project.rows("SELECT count(name) FROM users") == ["500"])
  }

  @Test func `a run without a backup does not say that nothing is lost`() throws {
    #expect(try deploy().status == 0)
    let contract = try project.seedbed("deploy", "--phase", "contract", "--backup", "never")
    #expect(contract.status == 0, "\(contract.errors)")
    #expect(contract.output.contains("none was asked for"), "\(contract.output)")
    #expect(!contract.output.contains("nothing is lost"))
  }

  @Test func `five at once, and each thing is done once`() throws {
    let runs = try (1...5).map { _ in try project.background("deploy") }
    for run in runs { #expect(try run.wait(.seconds(120)) == 0, "\(run.output)") }
    try checkExpanded()
    #expect(runs.filter { $0.output.contains("1 applied") }.count == 1)
    #expect(try project.rows("SELECT count(*) FROM seedbed.backfills") == ["1"])
  }

  @Test func `killed at any moment, the next run completes it`() throws {
    var delay = Duration.milliseconds(40)
    while true {
      let run = try project.background("deploy")
      Patience.pause(delay)
      if run.hasEnded { break }
      run.kill()
      // Steps that take longer each time meet every part of the run sooner or later.
      delay += .milliseconds(120)
    }
    let last = try deploy()
    #expect(last.status == 0, "\(last.report)")
    try checkExpanded("killed until \(delay)")
    #expect(try project.status().invalidIndexes == [])
  }
}
