import FoundationEssentials
import TestSupport
import Testing

@testable import Seedbed

/// dbmate's own program; `.ci/peers` puts it into the build folder.
private enum Dbmate {
  static let program = Build.folder + "/../../peers/bin/dbmate"

  static var isThere: Bool {
    let isThere = FileStatus.isExecutable(program)
    if !isThere { print("dbmate is not there, so it is not compared with: .ci/peers gets it") }
    return isThere
  }
}

@Suite(.database, .enabled(if: Dbmate.isThere)) struct DbmateTests {
  private let files = [
    "20240101000000_users.sql": """
    -- migrate:up
    CREATE TABLE users (id int PRIMARY KEY);
    CREATE FUNCTION f() RETURNS int LANGUAGE plpgsql AS $$ BEGIN RETURN 1; END $$;

    -- migrate:down
    DROP FUNCTION f();
    DROP TABLE users;

    """,
    "20240102000000_index.sql": """
    -- migrate:up transaction:false
    CREATE INDEX CONCURRENTLY users_id ON users (id);

    -- migrate:down transaction:false
    DROP INDEX CONCURRENTLY users_id;

    """,
    "3_blocks.sql": """
    -- migrate:up
    CREATE TABLE posts (id int);
    -- migrate:down
    DROP TABLE posts;
    -- migrate:up transaction:false
    CREATE INDEX CONCURRENTLY posts_id ON posts (id);
    -- migrate:down transaction:false
    DROP INDEX CONCURRENTLY posts_id;

    """,
  ]

  private func dbmate(_ project: MigrationProject, _ arguments: String...) throws -> String {
    let url = project.database.url
    let outcome = try ChildProcess(
      Dbmate.program,
      [
        "--url", url + (url.contains("?") ? "&" : "?") + "sslmode=disable", "-d", "migrations",
        "--no-dump-schema",
      ] + arguments,
      environment: ["PATH": ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"],
      directory: project.folder.path
    ).run(input: "")
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output
  }

  @Test func `what dbmate has applied is adopted, and the rest makes what dbmate makes`() throws {
    let project = try MigrationProject(files)
    _ = try dbmate(project, "up")
    let theirs = try project.dump()
    #expect(try project.status().plan.applied.count == 3)
    #expect(try project.migrate().adoption?.adopted.count == 3)

    try project.emptyDatabase()
    try project.migrate()
    // dbmate's own table is the one thing that is not there.
    let ours = try project.dump()
    #expect(ours.contains("CREATE INDEX posts_id") && ours.contains("CREATE FUNCTION public.f()"))
    let tables = theirs.split(separator: "\n").filter {
      $0.hasPrefix("CREATE ") && !$0.contains("schema_migrations")
    }
    #expect(ours.split(separator: "\n").filter { $0.hasPrefix("CREATE ") } == tables)
  }

  @Test func `half applied by dbmate, Seedbed goes on`() throws {
    let project = try MigrationProject(files.filter { $0.key.hasPrefix("2") })
    _ = try dbmate(project, "up")
    try project.write("3_blocks.sql", try #require(files["3_blocks.sql"]))
    #expect(try project.migrate().applied.map(\.name) == ["3_blocks"])
  }
}
