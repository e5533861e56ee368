import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// Every row once, whatever the key is.
@Suite(.database) struct BackfillKeyTests {
  struct Table: Sendable, CustomTestStringConvertible {
    let columns: String
    let rows: String
    var kind = "primary_key"
    var testDescription: String { columns }
  }

  @Test(arguments: [
    Table(columns: "id int PRIMARY KEY", rows: "SELECT i * 3 FROM generate_series(-20, 30) i"),
    Table(
      columns: "id uuid PRIMARY KEY",
      rows: "SELECT md5(i::text)::uuid FROM generate_series(1, 51) i"),
    Table(
      columns: "id text PRIMARY KEY",
      rows: #"SELECT chr(33 + i) || 'ä\"''{},' || i FROM generate_series(1, 51) i"#),
    Table(
      columns: "id text COLLATE \"C\" PRIMARY KEY",
      rows: "SELECT CASE WHEN i % 2 = 0 THEN 'a' ELSE 'B' END || i FROM generate_series(1, 51) i"),
    Table(
      columns: "a int, b uuid, PRIMARY KEY (a, b)",
      rows: "SELECT i / 9, md5(i::text)::uuid FROM generate_series(1, 51) i"),
    Table(
      columns: "a char(3), b varchar(4), c numeric, PRIMARY KEY (c, a, b)",
      rows: "SELECT i % 3, i % 5, i / 7.0 FROM generate_series(1, 51) i"),
    Table(
      columns: "at timestamptz PRIMARY KEY",
      rows:
        "SELECT '2026-01-02 03:04:05.000006Z'::timestamptz + i * interval '40 days 1.5 s' FROM generate_series(1, 51) i"
    ),
    Table(
      columns: "\"Odd \"\"name\" bytea PRIMARY KEY",
      rows: "SELECT decode(md5(i::text), 'hex') FROM generate_series(1, 51) i"),
    Table(
      columns: "x float8 PRIMARY KEY", rows: "SELECT i / 3.0::float8 FROM generate_series(1, 51) i"),
    Table(
      columns: "id int NOT NULL, t text, UNIQUE (id)",
      rows: "SELECT i, NULL FROM generate_series(1, 51) i", kind: "unique_index"),
    Table(
      columns: "id int, t text, UNIQUE (id)",
      rows: "SELECT nullif(i, 9), NULL FROM generate_series(1, 51) i", kind: "blocks"),
    Table(
      columns: "pad text", rows: "SELECT repeat('x', 1000) FROM generate_series(1, 51)",
      kind: "blocks"),
  ])
  func `each row is done once`(_ table: Table) throws {
    // Without a key only a condition tells what is done.
    let isKeyed = table.kind != "blocks"
    let project = try MigrationProject(
      """
      CREATE TABLE t (\(table.columns), n int NOT NULL DEFAULT 0);
      INSERT INTO t \(table.rows);
      """,
      backfill: isKeyed
        ? "-- seedbed: backfill batch=7 verify=range\nUPDATE t SET n = n + 1"
        : "-- seedbed: backfill batch=7\nUPDATE t SET n = n + 1 WHERE n = 0")
    // Texts of keys must not depend on it.
    try project.run(
      "ALTER DATABASE \(quoted(identifier: project.database.name)) SET DateStyle = 'SQL, DMY'")
    let report = try project.backfill()
    #expect(try project.rows("SELECT min(n), max(n), count(*) FROM t") == ["1|1|51"])
    let item = try #require(report.items.first)
    #expect(item.changed == 51)
    if isKeyed { #expect((2...8).contains(item.batches)) }
    #expect(item.isVerified)
    let status = try project.backfillStatus()
    #expect(status.state?.key == table.kind)
    #expect(status.phase == .verified)
    #expect(try project.backfill().items.isEmpty)
  }

  @Test func `a partitioned table is gone through by the key over all partitions`() throws {
    let project = try MigrationProject(
      """
      CREATE TABLE t (id int, part int, n int DEFAULT 0, PRIMARY KEY (id, part))
        PARTITION BY LIST (part);
      CREATE TABLE t0 PARTITION OF t FOR VALUES IN (0);
      CREATE TABLE t1 PARTITION OF t FOR VALUES IN (1);
      INSERT INTO t SELECT i, i % 2 FROM generate_series(1, 51) i;
      """,
      backfill: "-- seedbed: backfill batch=7 verify=range\nUPDATE t SET n = n + 1")
    try project.backfill()
    #expect(try project.rows("SELECT min(n), max(n), count(*) FROM t") == ["1|1|51"])
  }

  @Test func `partitions without a key over all of them are refused`() throws {
    let project = try MigrationProject(
      """
      CREATE TABLE t (part int, n int) PARTITION BY LIST (part);
      CREATE TABLE t0 PARTITION OF t DEFAULT; INSERT INTO t VALUES (1);
      """, backfill: "UPDATE t SET n = 1 WHERE n IS NULL")
    #expect(try problem { try project.backfill() }.code == "backfill.no_key")
  }
}
