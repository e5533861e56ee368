import Postgres
import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct ShadowTests {
  @Test func `a failed replay says why, and leaves no shadow`() throws {
    let project = try MigrationProject(["1_a.sql": "CREATE TABLE a (i int);"])
    try project.migrate()
    try project.write(
      "1_a.sql", "DO $$ BEGIN RAISE EXCEPTION 'not on [%]', current_database(); END $$;")
    let found = try problem { _ = try project.drift() }
    let name = try #require(found.message.split { "[]".contains($0) }.dropFirst().first)
    #expect(name.hasPrefix(Shadow.prefix))
    #expect(found.notes.contains("this was on the shadow database, which is dropped again"))
    #expect(try !Self.shadows().contains(String(name)))
  }

  @Test func `what a killed run has left is dropped by the next one, and what is in use is not`()
    throws
  {
    let project = try MigrationProject(["1_a.sql": "CREATE TABLE a (i int);"])
    try project.migrate()
    let server = try Connection(TestServer.target.with(database: "postgres"))
    // Beyond the numbers that runs choose.
    let number = 0x1_0000_0000 + Int.random(in: 1...0xFFFF)
    let name = Shadow.prefix + String(number, radix: 16)
    let lock = AdvisoryLock(key: 0x5EED_5AD0_0000_0000 + number)
    #expect(try lock.tryLock(on: server))
    try server.run(simple: "CREATE DATABASE \(name)")
    _ = try project.drift()
    #expect(try Self.shadows().contains(name))
    try lock.unlock(on: server)
    try project.write("2_b.sql", "")
    try project.migrate()
    _ = try project.drift()
    #expect(try !Self.shadows().contains(name))
  }

  @Test func `statements that reach beyond the database are left out`() throws {
    let project = try MigrationProject()
    try project.write(
      "1_a.sql",
      """
      ALTER DATABASE \(project.database.name) SET work_mem = '7MB';
      CREATE TABLE a (i int);
      COMMENT ON DATABASE \(project.database.name) IS 'first';
      """)
    try project.migrate()
    try project.run(
      """
      ALTER DATABASE \(project.database.name) SET work_mem = '8MB';
      COMMENT ON DATABASE \(project.database.name) IS 'second'
      """)
    #expect(try project.drift().diff.isEmpty)
    #expect(try project.rows("SHOW work_mem") == ["8MB"])
    #expect(
      try project.rows(
        """
        SELECT shobj_description(oid, 'pg_database') FROM pg_database
        WHERE datname = current_database()
        """) == ["second"])
  }

  @Test func `a role that may not create databases uses the local server`() throws {
    let project = try MigrationProject([
      "1_a.sql": "CREATE TABLE a (i int); GRANT SELECT ON a TO seedbed_test_reader;"
    ])
    try project.run(
      """
      DO $$ BEGIN
        CREATE ROLE seedbed_test_reader LOGIN;
      EXCEPTION WHEN duplicate_object THEN NULL;
      END $$
      """)
    try project.migrate()
    try project.run(
      "GRANT USAGE ON SCHEMA seedbed TO PUBLIC; GRANT SELECT ON ALL TABLES IN SCHEMA seedbed TO PUBLIC"
    )
    var target = project.database.target
    target["user"] = "seedbed_test_reader"
    let server = try project.project(as: nil).localServer
    defer { _ = try? server.stop(SilentProgress()) }
    let recorder = Recorder()
    let report = try project.verification(
      as: target.url(includingPassword: true), recorder
    ).run()
    #expect(report.diff.differences.map(\.headline) == [])
    #expect(recorder.notes.contains { $0.contains("made on the local server") })
  }

  private static func shadows() throws -> Set<String> {
    let server = try Connection(TestServer.target.with(database: "postgres"))
    let rows = try server.run(
      simple: "SELECT datname FROM pg_database WHERE datname LIKE 'seedbed_shadow_%'")
    return Set(rows.map { $0.string(0) })
  }
}
