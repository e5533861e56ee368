import Testing

@testable import Seedbed

/// What the rules know of a statement's surroundings.
@Suite struct LinterTests {
  private func rules(_ sql: String, after before: String = "") throws -> [String] {
    try hazards(in: sql, after: before).filter(\.isOpen).map(\.rule)
  }

  @Test func `a table that the migrations make is nobody's yet`() throws {
    let made = "CREATE TABLE posts (id bigint, user_id bigint);\n"
    #expect(try rules(made + "CREATE INDEX ON posts (id); ALTER TABLE posts DROP id;") == [])
    #expect(
      try rules("CREATE TABLE other.posts (id bigint); CREATE INDEX ON posts (id);").count == 1)
    #expect(
      try rules(made + "ALTER TABLE posts RENAME TO texts; CREATE INDEX ON texts (id);") == [])
  }

  @Test func `a table that may have been there all along is somebody's`() throws {
    #expect(
      try rules("CREATE TABLE IF NOT EXISTS users (id bigint); CREATE INDEX ON users (id);")
        == ["index-not-concurrent"])
  }

  @Test func `names are those that the server sees`() throws {
    #expect(try rules("ALTER TABLE \"Users\" ALTER \"A\" SET NOT NULL").count == 1)
    let made = "CREATE TABLE Posts (Id bigint);"
    #expect(try rules(made + "CREATE INDEX ON \"posts\" (id)") == [])
    #expect(try rules(made + "CREATE INDEX ON public.posts (id)") == [])
    #expect(try rules(made + "CREATE INDEX ON \"Posts\" (id)").count == 1)
  }

  @Test func `a proof of another column proves nothing`() throws {
    let proof = "ALTER TABLE users ADD CONSTRAINT c CHECK (email IS NOT NULL);"
    #expect(try rules("ALTER TABLE users ALTER email SET NOT NULL", after: proof) == [])
    #expect(
      try rules("ALTER TABLE users ALTER age SET NOT NULL", after: proof) == ["set-not-null"])
    let dropped = proof + "ALTER TABLE users DROP CONSTRAINT c;"
    #expect(
      try rules("ALTER TABLE users ALTER email SET NOT NULL", after: dropped) == ["set-not-null"])
  }

  @Test func `each action of a statement is looked at, at its place`() throws {
    let found = try hazards(
      in: """
        ALTER TABLE users
          ADD COLUMN a integer,
          ADD COLUMN b uuid DEFAULT gen_random_uuid(),
          ALTER COLUMN "email" SET NOT NULL;
        """)
    #expect(
      found.map { "\($0.rule) \($0.location)" } == [
        "add-column-rewrites 1_a.sql:3:3", "set-not-null 1_a.sql:4:3",
      ])
  }

  @Test func `what stands in a block is found at its place`() throws {
    let found = try hazards(
      in: """
        -- größer
        DO $$
        BEGIN
          IF true THEN
            CREATE INDEX i ON users (email);
          END IF;
          EXECUTE 'ALTER TABLE users ALTER age SET ' || 'NOT NULL';
          EXECUTE format('ALTER TABLE %I ADD CHECK (a > %L)', t, 3);
        END $$;
        """)
    #expect(
      found.filter(\.isOpen).map { "\($0.rule) \($0.location.line ?? 0)" } == [
        "index-not-concurrent 5", "set-not-null 7", "check-constraint 8",
      ])
    #expect(found.first?.location.column == 5)
  }

  @Test func `what a function does is found where it is called`() throws {
    let made = """
      CREATE FUNCTION widen() RETURNS void LANGUAGE plpgsql AS
        $$ BEGIN ALTER TABLE users ALTER age TYPE bigint; END $$;
      """
    let found = try hazards(in: "SELECT 1;\n SELECT widen();", after: made).filter(\.isOpen)
    #expect(found.map { "\($0.rule) \($0.location)" } == ["column-type 1_a.sql:2:2"])
    #expect(try rules("CALL public.widen()", after: made) == ["column-type"])
    #expect(try rules("SELECT other()", after: made) == [])
  }

  @Test func `a directive allows a hazard and no other`() throws {
    let found = try hazards(
      in: """
        -- seedbed: allow set-not-null because the table is small
        ALTER TABLE users ALTER email SET NOT NULL;
        CREATE INDEX ON users (email);
        """)
    #expect(found.map(\.reason) == ["the table is small", nil])
    #expect(found.filter(\.isOpen).map(\.rule) == ["index-not-concurrent"])
  }

  /// The grammar that makes trees is that of version 15.
  @Test(arguments: newer)
  func `statements of newer versions are judged by their tokens`(
    _ sql: String, _ expected: [String]
  ) throws {
    #expect(try rules(sql) == expected)
  }

  private static let newer: [(String, [String])] = [
    ("ALTER TABLE users ADD c int GENERATED ALWAYS AS (age + 1) VIRTUAL", []),
    ("ALTER TABLE users ADD c text STORAGE plain CHECK (c IS JSON)", ["add-column-scans"]),
    ("ALTER TABLE users ADD c int DEFAULT 1_000", []),
    ("ALTER TABLE users ADD c float DEFAULT random(0x1F, 2)", ["add-column-rewrites"]),
    ("ALTER TABLE users ADD CONSTRAINT c FOREIGN KEY (team_id) REFERENCES teams NOT ENFORCED", []),
    ("ALTER TABLE users ADD CONSTRAINT c NOT NULL email", ["check-constraint"]),
    ("ALTER TABLE users ALTER name SET EXPRESSION AS (email)", ["table-rewrite"]),
    ("FROB users WITH EVERYTHING", []),
  ]

  @Test func `statements nested too deep are no danger`() throws {
    let sum = String(repeating: "1+", count: 200_000) + "1"
    let parentheses =
      String(repeating: "(", count: 100_000) + "1" + String(repeating: ")", count: 100_000)
    #expect(try rules("ALTER TABLE users ADD c int DEFAULT \(sum)") == [])
    #expect(try rules("ALTER TABLE users ADD c int DEFAULT \(parentheses)") == [])
    #expect(try rules("ALTER TABLE users ADD CHECK (age > \(sum))") == ["check-constraint"])
    #expect(try rules("DO $$ BEGIN PERFORM \(sum); END $$") == [])
  }
}
