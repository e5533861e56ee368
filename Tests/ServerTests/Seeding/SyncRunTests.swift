import Postgres
import Seedbed
import TestSupport
import Testing

/// The mode `sync` as a run: what it writes, what it needs, and what it leaves where it is cut short.
@Suite(.database) struct SyncRunTests {
  static let schema = "CREATE TABLE t (id serial PRIMARY KEY, k text UNIQUE, v text)"
  static let files = [
    "t.json": #"{"$mode": "sync", "$key": "k", "$rows": [{"k": "a", "v": "1"}, {"k": "b"}]}"#
  ]
  static let fewer = #"{"$mode": "sync", "$key": "k", "$rows": [{"k": "a", "v": "1"}, {"k": "c"}]}"#

  @Test func theSecondRunWritesNothing() throws {
    let seeds = try Seeds(Self.schema, Self.files)
    try seeds.apply()
    let state = """
      SELECT xmin, ctid, r::text FROM seedbed.rows r UNION ALL SELECT xmin, ctid, t::text FROM t
      UNION ALL SELECT NULL, NULL, (q.last_value, q.is_called)::text FROM seedbed.rows_id_seq q
      """
    let before = try seeds.rows(state)
    #expect(before.count == 5)
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.plan().hasChanges == false)
    #expect(try seeds.verify().hasChanges == false)
    #expect(try seeds.rows(state) == before)
  }

  @Test func theSecondRunOfManyRowsWritesNothing() throws {
    let rows = (1...3000).map { #"{"k": "\#($0)", "v": "\#(String(repeating: "x", count: 900))"}"# }
    let seeds = try Seeds(
      Self.schema,
      ["t.json": #"{"$mode": "sync", "$key": "k", "$rows": [\#(rows.joined(separator: ",\n"))]}"#])
    try seeds.apply()
    let state = """
      SELECT md5(string_agg(x, '|')) FROM (SELECT (xmin, ctid, r)::text FROM seedbed.rows r
        UNION ALL SELECT (xmin, ctid, t.id)::text FROM t ORDER BY 1) AS a (x)
      """
    let before = try seeds.rows(state)
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.rows(state) == before)
  }

  @Test func planningMakesNoLedger() throws {
    let seeds = try Seeds(Self.schema, Self.files)
    #expect(try seeds.plan().summary == ["public.t +2 ~0 =0"])
    #expect(try seeds.rows("SELECT to_regnamespace('seedbed')") == ["-"])
  }

  @Test func aRunThatIsCutShortLeavesNothing() throws {
    var seeds = try Seeds(Self.schema, Self.files)
    let cut = """
      SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity
      WHERE datname = current_database() AND application_name = 'seedbed'
        AND state = 'idle in transaction'
      """
    seeds.progress = try SeedConcurrencyTests.Interference([cut])
    #expect(try seeds.problems().count == 1)
    #expect(try seeds.rows("SELECT to_regnamespace('seedbed'), count(*) FROM t") == ["-|0"])
    seeds.progress = SilentProgress()
    try seeds.apply()

    try seeds.write("t.json", Self.fewer)
    seeds.allowedDeletes = 10
    seeds.progress = try SeedConcurrencyTests.Interference([cut])
    #expect(try seeds.problems().count == 1)
    #expect(try seeds.rows("SELECT k FROM t ORDER BY 1") == ["a", "b"])
    #expect(try seeds.rows("SELECT key->>'k' FROM seedbed.rows ORDER BY 1") == ["a", "b"])
  }

  @Test func aRowThatIsRenamedMeanwhileStays() throws {
    var seeds = try Seeds(Self.schema, Self.files)
    try seeds.apply()
    try seeds.write("t.json", Self.fewer)
    seeds.allowedDeletes = 10
    seeds.progress = try SeedConcurrencyTests.Interference(["UPDATE t SET k = 'mine' WHERE k = 'b'"]
    )
    #expect(try seeds.apply().deletions == ["public.t -0"])
    #expect(try seeds.rows("SELECT k FROM t ORDER BY 1") == ["a", "c", "mine"])
  }

  @Test func aRoleThatMayNotMakeTheLedger() throws {
    let database = try TestDatabase.current.name
    try asRole("GRANT SELECT, INSERT, UPDATE, DELETE ON t TO $role") { seeds, role in
      var problem = try #require(try seeds.problems().first)
      #expect(problem.code == "seed.missing_privilege")
      #expect(problem.hint == "GRANT CREATE ON DATABASE \"\(database)\" TO …")
      try seeds.connection.run(simple: "CREATE SCHEMA seedbed")
      problem = try #require(try seeds.problems().first)
      #expect(problem.hint == "GRANT USAGE, CREATE ON SCHEMA seedbed TO …")
      #expect(try seeds.rows("SELECT count(*) FROM t") == ["0"])
      try seeds.connection.run(simple: "GRANT USAGE, CREATE ON SCHEMA seedbed TO \(role)")
      #expect(try seeds.apply().summary == ["public.t +2 ~0 =0"])
    }
  }

  @Test func aRoleThatMayNotUseTheLedgerOfAnother() throws {
    try asRole(
      "GRANT SELECT, INSERT, UPDATE ON t TO $role; GRANT USAGE ON SEQUENCE t_id_seq TO $role"
    ) { seeds, role in
      let session = seeds.session
      seeds.session = ""
      try seeds.apply()
      seeds.session = session
      try seeds.write("t.json", Self.fewer)
      seeds.allowedDeletes = 10
      var hints: [String?] { get throws { try seeds.problems().map(\.hint) } }
      #expect(try hints == ["GRANT USAGE ON SCHEMA seedbed TO …"])
      try seeds.connection.run(simple: "GRANT USAGE ON SCHEMA seedbed TO \(role)")
      #expect(try hints == ["GRANT SELECT ON seedbed.rows TO …"])
      try seeds.connection.run(simple: "GRANT SELECT ON seedbed.rows TO \(role)")
      #expect(try seeds.plan().deletions == ["public.t -1"])
      #expect(
        try hints == [
          "GRANT SELECT, INSERT, UPDATE, DELETE ON seedbed.rows TO …",
          #"GRANT DELETE ON "public"."t" TO …"#,
        ])
      try seeds.connection.run(
        simple: """
          GRANT SELECT, INSERT, UPDATE, DELETE ON seedbed.rows TO \(role); GRANT DELETE ON t TO \(role)
          """)
      #expect(try seeds.apply().deletions == ["public.t -1"])
    }
  }

  @Test func aRoleThatMayNotSeeWhatGoesAlong() throws {
    try asRole("GRANT SELECT, INSERT, UPDATE, DELETE ON t TO $role") { seeds, role in
      try seeds.connection.run(
        simple: """
          CREATE TABLE u (t int REFERENCES t ON DELETE CASCADE);
          CREATE SCHEMA seedbed; GRANT USAGE, CREATE ON SCHEMA seedbed TO \(role)
          """)
      try seeds.apply()
      try seeds.write("t.json", Self.fewer)
      seeds.allowedDeletes = 10
      #expect(try seeds.problems().map(\.hint) == [#"GRANT SELECT ON "public"."u" TO …"#])
    }
  }

  /// Runs as a role of its own that has nothing but what `grants` gives it.
  private func asRole(
    _ grants: String, _ body: (inout Seeds, _ role: String) throws -> Void
  ) throws {
    var seeds = try Seeds(
      "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k text UNIQUE, v text)",
      Self.files)
    try seeds.asRole(granting: grants, body)
  }

  /// Who may make no temporary table can only be told without one.
  @Test(arguments: [#""x""#, "null"])
  func nothingToDoIsToldWithoutATrace(code: String) throws {
    var seeds = try Seeds(
      """
      CREATE TABLE tenants (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text UNIQUE);
      CREATE TABLE items (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        tenant int REFERENCES tenants, code text, UNIQUE (tenant, code));
      """,
      [
        "tenants.json": #"[{"name": "one"}]"#,
        "items.json": """
        {"$mode": "sync", "$key": ["tenant", "code"], "$rows": [
          {"tenant": {"name": "one"}, "code": "a"}, {"tenant": {"name": "one"}, "code": \(code)}]}
        """,
      ])
    #expect(try seeds.apply().totals.inserted == 3)
    try seeds.connection.run(
      simple: """
        DO $$ BEGIN
          EXECUTE format('REVOKE TEMP ON DATABASE %I FROM PUBLIC', current_database());
        END $$
        """)
    try seeds.asRole(
      granting: """
        GRANT SELECT, INSERT, UPDATE ON ALL TABLES IN SCHEMA public TO $role;
        GRANT USAGE ON SCHEMA seedbed TO $role;
        GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA seedbed TO $role;
        """
    ) { (seeds: inout Seeds, _) throws in
      #expect(try seeds.apply().summary == ["public.items +0 ~0 =2", "public.tenants +0 ~0 =1"])
    }
  }
}
