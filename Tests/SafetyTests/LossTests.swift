import SQLScript
import Testing

@testable import Seedbed

@Suite struct LossTests {
  private func losses(_ sql: String) throws -> [String] {
    let script = try MigrationScript(
      SourceText(sql), of: MigrationFile(path: "/m.sql", name: "m.sql"))
    return LossReader.losses(of: script).map { loss in
      switch loss.extent {
      case .table: "table \(loss.name)"
      case .schema: "schema \(loss.name)"
      case .rows(let cascades): "rows \(loss.name)\(cascades ? " cascade" : "")"
      case .column(let column): "column \(loss.name) \(column)"
      case .unknown: "unknown"
      }
    }
  }

  @Test(arguments: [
    ("DROP TABLE users", ["table users"]),
    ("DROP TABLE IF EXISTS a, \"B c\".d CASCADE", ["table a", "table \"B c\".d"]),
    ("DROP SCHEMA old CASCADE", ["schema old"]),
    ("TRUNCATE TABLE ONLY a, b RESTART IDENTITY CASCADE", ["rows a cascade", "rows b cascade"]),
    ("DELETE FROM ONLY public.users u USING x WHERE u.id = x.id", ["rows public.users"]),
    ("MERGE INTO t USING s ON true WHEN MATCHED THEN DELETE", ["rows t"]),
    (
      "UPDATE t AS x SET a = (SELECT max(b) FROM s), \"B\" = 1 WHERE c = 2",
      ["column t a", "column t B"]
    ),
    (
      "UPDATE t SET (a, b) = (1, 2), c[1] = 3 RETURNING d",
      ["column t a", "column t b", "column t c"]
    ),
    ("INSERT INTO t (a) VALUES (1) ON CONFLICT (a) DO UPDATE SET b = 2", ["column t b"]),
    (
      "ALTER TABLE IF EXISTS ONLY t DROP COLUMN IF EXISTS a, DROP b CASCADE",
      ["column t a", "column t b"]
    ),
    (
      "ALTER TABLE t ALTER COLUMN a TYPE int USING f(a, 1), ALTER b SET DATA TYPE text",
      ["column t a", "column t b"]
    ),
    ("WITH gone AS (DELETE FROM t RETURNING *) INSERT INTO archive SELECT * FROM gone", ["rows t"]),
    (
      "DO $$ BEGIN IF true THEN DROP TABLE t; END IF; UPDATE s SET a = 1; END $$",
      ["table t", "column s a"]
    ),
    ("DO 'BEGIN EXECUTE ''DROP TABLE t''; END'", ["table t"]),
    ("DO $$ BEGIN EXECUTE format('DROP TABLE %I', name); END $$", ["unknown"]),
  ])
  func `what a statement takes away is found`(sql: String, expected: [String]) throws {
    #expect(try losses(sql) == expected)
  }

  @Test(arguments: [
    "CREATE TABLE t (a int REFERENCES s ON DELETE CASCADE ON UPDATE SET NULL)",
    "ALTER TABLE t DROP CONSTRAINT c, ADD FOREIGN KEY (a) REFERENCES s ON DELETE CASCADE",
    "ALTER TABLE t ALTER a DROP DEFAULT, ALTER b DROP NOT NULL, ALTER c SET NOT NULL",
    "CREATE TRIGGER x BEFORE UPDATE OF a OR DELETE ON t FOR EACH ROW EXECUTE FUNCTION f()",
    "CREATE FUNCTION f() RETURNS void LANGUAGE sql AS 'DELETE FROM t'",
    "SELECT * FROM t FOR NO KEY UPDATE",
    "INSERT INTO t VALUES (1) ON CONFLICT DO NOTHING",
    "DROP INDEX i; DROP VIEW v; DROP FUNCTION f; DROP TYPE y; DROP SEQUENCE s",
    "GRANT UPDATE, DELETE ON t TO someone",
    "COMMENT ON TABLE t IS 'DROP TABLE t'",
    "DO $$ BEGIN CREATE TYPE y AS ENUM ('a'); EXCEPTION WHEN duplicate_object THEN NULL; END $$",
  ])
  func `what takes nothing away is no loss`(sql: String) throws {
    #expect(try losses(sql) == [])
  }
}
