import SQLScript
import Testing

@Suite struct StatementTests {
  private func statement(_ text: String) throws -> Statement {
    let script = try Script(Array(text.utf8))
    return try #require(script.statements.first)
  }

  @Test(arguments: [
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS i ON t (a)",
    "create unique index concurrently on t (a)",
    "CREATE /* c */ INDEX -- c\n CONCURRENTLY i ON t (a)",
    "DROP INDEX CONCURRENTLY IF EXISTS i",
    "REINDEX INDEX CONCURRENTLY i",
    "REINDEX (VERBOSE, TABLESPACE x) TABLE CONCURRENTLY t",
    "REINDEX (CONCURRENTLY) TABLE t",
    "REINDEX (VERBOSE off, CONCURRENTLY true) TABLE t",
    "REINDEX SCHEMA s", "REINDEX (VERBOSE) DATABASE d", "REINDEX SYSTEM d",
    "VACUUM", "VACUUM (ANALYZE) t",
    "CLUSTER", "CLUSTER VERBOSE", "CLUSTER (VERBOSE)",
    "CREATE DATABASE d", "DROP DATABASE IF EXISTS d",
    #"ALTER DATABASE "d;" SET TABLESPACE x"#,
    "CREATE TABLESPACE x LOCATION '/x'", "DROP TABLESPACE x",
    "ALTER SYSTEM SET work_mem = '1MB'",
    #"ALTER TABLE IF EXISTS ONLY s."T" * DETACH PARTITION s . p CONCURRENTLY"#,
    "CREATE SUBSCRIPTION s CONNECTION 'WITH (connect = false)' PUBLICATION p, q",
    "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (create_slot, enabled = false)",
    "DROP SUBSCRIPTION s",
    "ALTER SUBSCRIPTION s REFRESH PUBLICATION WITH (copy_data = false)",
    "ALTER SUBSCRIPTION s SET PUBLICATION p",
    "ALTER SUBSCRIPTION s ADD PUBLICATION p WITH (refresh = true)",
    "ALTER SUBSCRIPTION s SET (failover = true)",
    "DISCARD ALL",
    "COMMIT PREPARED 'x'", "ROLLBACK PREPARED 'x'",
  ])
  func standsAlone(_ text: String) throws {
    #expect(try statement(text).standsAlone)
  }

  @Test(arguments: [
    "CREATE INDEX concurrent ON t (a)", #"CREATE INDEX "concurrently" ON t (a)"#,
    "DROP INDEX i", "REINDEX TABLE t", "REINDEX (CONCURRENTLY false) TABLE t",
    "REINDEX (concurrently = 'off') INDEX i",
    "CLUSTER t", "CLUSTER VERBOSE t USING i", "CLUSTER (VERBOSE) t",
    "ALTER DATABASE d SET work_mem = '1MB'", "ALTER DATABASE d OWNER TO tablespace",
    "REFRESH MATERIALIZED VIEW CONCURRENTLY v", "ALTER TYPE t ADD VALUE 'v'",
    "ALTER TABLE t DETACH PARTITION p", "ALTER TABLE t DETACH PARTITION p FINALIZE",
    "ALTER TABLE t DETACH PARTITION concurrently",
    "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (connect = false)",
    "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (enabled, create_slot='OFF')",
    "CREATE SUBSCRIPTION s CONNECTION '' PUBLICATION p WITH (slot_name = NONE, create_slot = 0)",
    "ALTER SUBSCRIPTION s DROP PUBLICATION p WITH (refresh = false)",
    "ALTER SUBSCRIPTION s SET (synchronous_commit = off)", "ALTER SUBSCRIPTION s DISABLE",
    "DISCARD TEMP", "COMMIT", "ANALYZE", "DO $$ BEGIN EXECUTE 'VACUUM'; END $$",
    "SELECT 'VACUUM'", "(SELECT 1)", "CREATE TABLE vacuum (a int)",
  ])
  func runsInATransaction(_ text: String) throws {
    #expect(try !statement(text).standsAlone)
  }

  @Test(arguments: [
    "ALTER TYPE mood ADD VALUE 'happy'",
    #"alter type "My ""Schema".mood add value if not exists 'happy' after 'sad'"#,
  ])
  func endsSegment(_ text: String) throws {
    #expect(try statement(text).endsSegment)
  }

  @Test(arguments: [
    "ALTER TYPE mood ADD ATTRIBUTE value text", "ALTER TYPE mood RENAME VALUE 'a' TO 'b'",
    "ALTER DOMAIN d ADD CHECK (VALUE > 0)", "CREATE TYPE mood AS ENUM ('happy')",
  ])
  func doesNotEndSegment(_ text: String) throws {
    #expect(try !statement(text).endsSegment)
  }

  @Test func wordsAreThoseOutsideQuotes() throws {
    let text = #"create "Table" größe ('it', $$is$$, "x", 12, a$b /* no */ , e) -- no"#
    #expect(try statement(text).words == ["CREATE", "GRößE", "A$B", "E"])
  }

  @Test func wordsAreTwelveAtMost() throws {
    let text = String(repeating: "a ", count: 20)
    #expect(try statement(text).words == Array(repeating: "A", count: 12))
  }

  @Test(arguments: [("é", 61), ("x", 400), ("🐘", 300), ("a ", 61)])
  func summaryIsCut(_ piece: String, _ count: Int) throws {
    let summary = try statement(String(repeating: piece, count: count)).summary
    #expect(summary.count == 60)
    #expect(summary.hasSuffix("…"))
  }

  @Test func theShapeOfAChangeIsWhatItNamesAndCalls() throws {
    let script = try Script(
      """
      INSERT INTO t (a, "B") VALUES (1, 'x'), (-2.5, NULL); insert into T (a, "B") values ($1, DEFAULT);
      INSERT INTO t (a, "b") VALUES (1, 'x'); INSERT INTO t (a, "B") VALUES (1, lower('x'));
      UPDATE t SET a = a + 1 WHERE b = 'x'; UPDATE t SET a = a WHERE b = 'x';
      DELETE FROM t WHERE a > 1; DELETE FROM t WHERE a >= 1; SELECT 1; COPY t FROM STDIN;
      """)
    let shapes = script.statements.map(\.shapeOfChange)
    #expect(shapes[0] == shapes[1] && shapes[4] == shapes[5])
    #expect(Set(shapes.compactMap { $0 }).count == 6)
    #expect(shapes[8] == nil && shapes[9] == nil)
  }
}
