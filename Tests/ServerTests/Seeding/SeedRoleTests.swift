import Postgres
import Seedbed
import TestSupport
import Testing

/// What a role may do, and what is said where it may not.
@Suite(.database) struct SeedRoleTests {
  /// Runs as a role of its own that has nothing but what `grants` gives it.
  private func asRole(
    _ schema: String, granting grants: String, _ files: [String: String],
    _ body: (inout Seeds) throws -> Void
  ) throws {
    var seeds = try Seeds(schema, files)
    try seeds.asRole(granting: grants) { seeds, _ in try body(&seeds) }
  }

  @Test func selectInsertAndUpdateAreEnough() throws {
    try asRole(
      "CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k text UNIQUE, v text)",
      granting: "GRANT SELECT, INSERT, UPDATE ON t TO $role",
      ["t.json": #"[{"k": "a", "v": "x"}, {"k": "b"}]"#]
    ) { (seeds: inout Seeds) throws in
      #expect(try seeds.apply().summary == ["public.t +2 ~0 =0"])
      #expect(try seeds.apply().hasChanges == false)
      try seeds.write("t.json", #"[{"k": "a", "v": "y"}, {"k": "c", "v": null}]"#)
      #expect(try seeds.apply().summary == ["public.t +1 ~1 =0"])
    }
  }

  @Test func modesAskForNoMoreThanTheyNeed() throws {
    try asRole(
      "CREATE TABLE a (k int PRIMARY KEY); CREATE TABLE b (k int PRIMARY KEY, v text); INSERT INTO b VALUES (1)",
      granting: "GRANT SELECT, INSERT ON a TO $role; GRANT SELECT, UPDATE ON b TO $role",
      [
        "a.json": #"{"$mode": "insert", "$rows": [{"k": 1}]}"#,
        "b.json": #"{"$mode": "update", "$rows": [{"k": 1, "v": "x"}]}"#,
      ]
    ) { (seeds: inout Seeds) throws in
      #expect(try seeds.apply().summary == ["public.a +1 ~0 =0", "public.b +0 ~1 =0"])
    }
  }

  @Test func privilegesOfColumns() throws {
    try asRole(
      "CREATE TABLE t (k text PRIMARY KEY, v text, secret text)",
      granting: "GRANT SELECT ON t TO $role; GRANT INSERT (k, v), UPDATE (v) ON t TO $role",
      ["t.json": #"[{"k": "a", "v": "x"}]"#]
    ) { (seeds: inout Seeds) throws in
      #expect(try seeds.apply().summary == ["public.t +1 ~0 =0"])
      try seeds.write("t.json", #"[{"k": "b", "secret": "x"}]"#)
      #expect(
        try seeds.problems().map(\.hint) == [
          #"GRANT INSERT ("secret") ON "public"."t" TO …"#,
          #"GRANT UPDATE ("secret") ON "public"."t" TO …"#,
        ])
    }
  }

  @Test func noTemporaryTables() throws {
    try asRole(
      "CREATE TABLE t (k text PRIMARY KEY)",
      granting: """
        GRANT SELECT, INSERT, UPDATE ON t TO $role;
        REVOKE TEMPORARY ON DATABASE \(try TestDatabase.current.name) FROM PUBLIC
        """,
      ["t.json": #"[{"k": "a"}]"#]
    ) { (seeds: inout Seeds) throws in
      let problems = try seeds.problems()
      #expect(problems.map(\.code) == ["seed.missing_privilege"])
      #expect(problems.first?.hint?.contains("GRANT TEMPORARY ON DATABASE") == true)
      #expect(problems.first?.location?.description == "seeds/t.json:1:1")
      let name = try TestDatabase.current.name
      try seeds.connection.run(simple: "GRANT TEMPORARY ON DATABASE \(name) TO PUBLIC")
    }
  }

  @Test func noRightToUseAType() throws {
    try asRole(
      """
      CREATE TYPE mood AS ENUM ('glad'); REVOKE USAGE ON TYPE mood FROM PUBLIC;
      CREATE TABLE t (k text PRIMARY KEY, m mood)
      """, granting: "GRANT SELECT, INSERT, UPDATE ON t TO $role",
      ["t.json": #"[{"k": "a", "m": "glad"}]"#]
    ) { (seeds: inout Seeds) throws in
      #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.missing_privilege"])
      #expect(try seeds.problems().first?.hint?.contains("GRANT USAGE ON TYPE") == true)
    }
  }

  @Test func noRightToReadWhatIsReferredTo() throws {
    try asRole(
      "CREATE TABLE o (id serial PRIMARY KEY, n text UNIQUE); CREATE TABLE t (k text PRIMARY KEY, o int REFERENCES o)",
      granting: "GRANT SELECT, INSERT, UPDATE ON t TO $role",
      ["t.json": #"[{"k": "a", "o": {"n": "x"}}]"#]
    ) { (seeds: inout Seeds) throws in
      #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.missing_privilege"])
    }
  }

  @Test func rowSecurityThatHidesRows() throws {
    try asRole(
      """
      CREATE TABLE t (k text PRIMARY KEY); INSERT INTO t VALUES ('a');
      ALTER TABLE t ENABLE ROW LEVEL SECURITY;
      """, granting: "GRANT SELECT, INSERT, UPDATE ON t TO $role",
      ["t.json": #"[{"k": "a"}]"#]
    ) { (seeds: inout Seeds) throws in
      let problems = try seeds.problems()
      #expect(problems.map(\.code) == ["seed.row_security"])
      #expect(problems.first?.location?.description == "seeds/t.json:1:1")
    }
  }

  /// An owner sees all rows, unless row security is forced on owners too.
  @Test(arguments: [true, false]) func rowSecurityOfAnOwner(isForced: Bool) throws {
    try asRole(
      "CREATE TABLE t (k text PRIMARY KEY); ALTER TABLE t ENABLE ROW LEVEL SECURITY;",
      granting: """
        ALTER TABLE t OWNER TO $role; ALTER TABLE t \(isForced ? "" : "NO ") FORCE ROW LEVEL SECURITY
        """, ["t.json": #"[{"k": "a"}]"#]
    ) { (seeds: inout Seeds) throws in
      let expected = isForced ? ["seeds/t.json:1:1 seed.row_security"] : []
      #expect(try seeds.placedCodes() == expected)
    }
  }

  @Test func aSequenceThatMayNotBeMoved() throws {
    try asRole(
      "CREATE TABLE t (id serial PRIMARY KEY)",
      granting: "GRANT SELECT, INSERT, UPDATE ON t TO $role", ["t.json": #"[{"id": 7}]"#]
    ) { (seeds: inout Seeds) throws in
      #expect(try seeds.placedCodes() == ["seeds/t.json:1:1 seed.missing_privilege"])
      #expect(try seeds.rows("SELECT count(*) FROM t") == ["0"])
    }
  }
}
