import Postgres
import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// Statements that go out together.
@Suite(.database) struct BatchTests {
  private static func script(_ text: String) throws -> MigrationScript {
    let file = MigrationFile(path: "/1_a.sql", name: "1_a.sql")
    return try MigrationScript(SourceText(text), of: file)
  }

  private static func batches(_ statements: Range<Int>, of text: String) throws -> [Range<Int>] {
    Array(StatementBatches(statements, of: try script(text).script))
  }

  @Test func `no more is put together than a message holds`() throws {
    let long = "insert into t values ('\(String(repeating: "x", count: 20_000))');"
    let text = """
      CREATE TABLE t (s text);
      INSERT INTO t VALUES ('a');
      UPDATE t SET s = 'b';
      delete from t;
      COMMENT ON TABLE t IS 'rows';
      INSERT INTO t VALUES ('c');
      COPY t FROM STDIN;
      d
      \\.
      INSERT INTO t VALUES ('e');
      \(long)
      \(long)
      WITH x AS (SELECT 1) INSERT INTO t SELECT 'f';
      """
    #expect(try Self.batches(0..<11, of: text) == [0..<6, 6..<7, 7..<9, 9..<10, 10..<11])
    #expect(try Self.batches(2..<4, of: text) == [2..<4])
  }

  @Test(arguments: [
    "DROP TABLE IF EXISTS t", "CREATE INDEX IF NOT EXISTS i ON t (a)", "DROP TABLE t CASCADE",
    "ALTER TABLE t DROP COLUMN a CASCADE", "TRUNCATE t CASCADE", "CREATE EXTENSION e CASCADE",
    "DO 'BEGIN END'", "SELECT 1",
    "SET search_path = a", "CALL p()", "CREATE FUNCTION f(int) RETURNS int RETURN $1",
  ])
  func `what may say much goes out by itself`(statement: String) throws {
    let text = "CREATE TABLE a (); \(statement); CREATE TABLE b ();"
    #expect(try Self.batches(0..<3, of: text) == [0..<1, 1..<2, 2..<3])
  }

  @Test func `definitions go along with one another and with rows`() throws {
    let text = """
      CREATE TABLE t (i int REFERENCES u ON DELETE CASCADE);
      ALTER TABLE t ADD FOREIGN KEY (i) REFERENCES u ON DELETE CASCADE;
      CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT $1';
      REVOKE ALL ON t FROM PUBLIC; GRANT SELECT ON t TO PUBLIC;
      INSERT INTO t VALUES (1);
      DROP VIEW v;
      """
    #expect(try Self.batches(0..<7, of: text) == [0..<7])
  }

  @Test func `the definition that failed is told, and the one that is at work is shown`() throws {
    let project = try MigrationProject([
      "1_a.sql": """
      CREATE TABLE t (i int);
      INSERT INTO t VALUES (1); INSERT INTO t VALUES (2);
      CREATE INDEX t_i ON t (i);
        CREATE INDEX t_x ON t (nothing);
      COMMENT ON TABLE t IS 'never';
      """
    ])
    let recorder = Recorder()
    let found = try problem { try project.migrate(MigrationChoice(), recorder) }
    #expect(found.location?.description == "migrations/1_a.sql:4:3")
    #expect(found.message == #"column "nothing" does not exist"#)
    #expect(try project.rows("SELECT failed_statement FROM seedbed.migrations") == ["5"])
    #expect(try project.rows("SELECT to_regclass('t')") == ["NULL"])
    #expect(
      recorder.activities.suffix(4) == [
        "1_a, statement 1 of 6: CREATE TABLE t (i int)",
        "1_a, statements 2–3 of 6: INSERT INTO t VALUES (…)",
        "1_a, statement 4 of 6: CREATE INDEX t_i ON t (i)",
        "1_a, statement 5 of 6: CREATE INDEX t_x ON t (nothing)",
      ])
  }

  @Test func `thousands of rows are all there`() throws {
    let rows = (1...3000).map { "INSERT INTO t VALUES (\($0), 'row; \($0)'); -- \($0)\n" }
    let project = try MigrationProject([
      "1_a.sql": "CREATE TABLE t (i int, s text);\n\(rows.joined())"
    ])
    #expect(try project.migrate().applied.first?.statements == 3001)
    #expect(
      try project.rows("SELECT count(*), sum(i), count(DISTINCT s) FROM t") == ["3000|4501500|3000"]
    )
  }

  @Test func `the one that failed is told, with or without a position`() throws {
    let project = try MigrationProject([
      "1_a.sql": """
      CREATE TABLE t (i int UNIQUE);
      INSERT INTO t VALUES (1); /* é */ INSERT INTO t VALUES (2);
        INSERT INTO t VALUES (1);
      INSERT INTO t VALUES (3);
      """
    ])
    let duplicate = try problem { try project.migrate() }
    #expect(duplicate.location?.description == "migrations/1_a.sql:3:3")
    #expect(
      try project.rows("SELECT failed_statement FROM seedbed.migrations") == ["4"])
    #expect(try project.rows("SELECT to_regclass('t')") == ["NULL"])

    try project.write(
      "1_a.sql",
      """
      CREATE TABLE t (i int, s text);
      INSERT INTO t VALUES (1, 'é🎉'); INSERT INTO t VALUES (2, 'ü');
      INSERT INTO t (i, nothing) VALUES (3, 'x');
      """)
    let unknown = try problem { try project.migrate() }
    #expect(unknown.location?.description == "migrations/1_a.sql:3:19")
    #expect(unknown.excerpt == "INSERT INTO t (i, nothing) VALUES (3, 'x');")
  }

  @Test func `a parameter is an error with its place`() throws {
    let text = """
      CREATE TABLE t (i int, s text);
      INSERT INTO t VALUES (1, '$1');
      INSERT INTO t VALUES (2, '$2');
      INSERT INTO t VALUES ($1, 'three');
      """
    #expect(try Self.batches(0..<4, of: text) == [0..<3, 3..<4])
    let project = try MigrationProject(["1_a.sql": text])
    let found = try problem { try project.migrate() }
    #expect(found.message == "there is no parameter $1")
    #expect(found.location?.description == "migrations/1_a.sql:4:23")
    #expect(try project.rows("SELECT failed_statement FROM seedbed.migrations") == ["4"])
  }

  @Test func `a notice of one of them is said with the places of all`() throws {
    let project = try MigrationProject([
      "1_a.sql": """
      CREATE TABLE t (i int);
      CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE NOTICE 'got it'; RETURN NEW; END $$;
      CREATE TRIGGER g BEFORE INSERT ON t FOR EACH ROW EXECUTE FUNCTION f();
      INSERT INTO t VALUES (1);
      INSERT INTO t VALUES (2);
      """
    ])
    let recorder = Recorder()
    try project.migrate(MigrationChoice(), recorder)
    let line = "migrations/1_a.sql:5:1–6:1: NOTICE: got it"
    #expect(recorder.notes == [line, line])
  }
}
