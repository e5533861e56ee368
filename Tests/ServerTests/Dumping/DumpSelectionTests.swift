import Seedbed
import TestSupport
import Testing

/// Which rows come along, and how they are written.
@Suite(.database) struct DumpSelectionTests {
  private func graph() throws -> Dumps {
    try Dumps(DumpRoundTripTests.graph, rows: DumpRoundTripTests.graphRows)
      .looking(in: ["public", "billing"])
  }

  @Test func `what a row refers to comes along, through a circle`() throws {
    let text = try graph().text("users") { $0.condition = "email = 'bob@x' -- him" }
    #expect(
      Self.withoutUUIDs(text) == """
        {
          "orgs": [
            {"slug": "acme", "owner_id": {"email": "bob@x"}}
          ],
          "users": {
            "$key": ["email"],
            "$rows": [
              {"email": "ada@x", "public_id": "…", "org_id": {"slug": "acme"}, "active": false, "note": null},
              {"email": "bob@x", "public_id": "…", "org_id": {"slug": "acme"}, "manager_id": {"email": "ada@x"}}
            ]
          }
        }

        """)
  }

  /// They differ from run to run: `"…"`.
  private static func withoutUUIDs(_ text: String) -> String {
    text.replacing(/"[0-9a-f]{8}-[0-9a-f-]{27}"/, with: "\"…\"")
  }

  @Test func `a subset by one team loads elsewhere with nothing left to do`() throws {
    let dumps = try graph()
    let report = try dumps.write("orgs") {
      $0.condition = "slug = 'acme'"
      $0.children = .depth(.max)
    }
    // Cleo manages nobody of acme, and is of zeta.
    #expect(try dumps.files()["users.json"]?.contains("Cleo@x") == true)
    #expect(report.tables.contains { $0.table == "public.notices" && $0.rows == 4 })
    #expect(try dumps.loadIntoEmptyCopy().totals.inserted == report.rows)
    #expect(try !dumps.seeds.plan().hasChanges)
  }

  @Test func `children come to a depth, or of the tables named`() throws {
    let dumps = try graph()
    func tables(_ children: DumpRequest.Children) throws -> [String] {
      try dumps.write("orgs", to: "\(children)".replacing("/", with: "")) {
        $0.condition = "slug = 'Beta'"
        $0.children = children
      }.tables.map(\.table).sorted()
    }
    #expect(try tables(.none) == ["public.orgs"])
    #expect(
      try tables(.depth(1)) == ["public.Projects", "public.events", "public.orgs", "public.tasks"])
    #expect(try tables(.tables(["events"])) == ["public.events", "public.orgs"])
    #expect(
      try dumps.problem("orgs") { $0.children = .tables(["evnts"]) }?.hint
        == "did you mean \"events\"?")
  }

  @Test func `the first rows by key, whatever the collation`() throws {
    let text = try graph().text("orgs") { $0.limit = 2 }
    #expect(text.contains(#""slug": "Beta"}"#) && text.contains(#"{"slug": "acme""#))
    #expect(!text.contains("zeta"))
  }

  @Test func `fields that hold their default are left out, and written when asked for`() throws {
    let dumps = try Dumps(
      """
      CREATE TABLE t (k int PRIMARY KEY, a int DEFAULT 7, b text DEFAULT 'it''s', c int,
        d timestamptz DEFAULT now(), e date DEFAULT 'now'::text::date, f int NOT NULL DEFAULT -1,
        g text[] DEFAULT '{}', h numeric(4,2) DEFAULT 1);
      """,
      rows: """
        INSERT INTO t VALUES (1, 7, 'it''s', NULL, '2026-01-01Z', '2026-01-01', -1, '{}', 1),
          (2, NULL, '', 3, NULL, NULL, 0, '{a}', 1.01);
        """)
    #expect(
      try dumps.text("t") == """
        [
          {"k": 1, "d": "2026-01-01 00:00:00+00", "e": "2026-01-01"},
          {"k": 2, "a": null, "b": "", "c": 3, "d": null, "e": null, "f": 0, "g": ["a"], "h": 1.01}
        ]

        """)
    #expect(
      try dumps.text("t") { $0.writesDefaults = true }.contains(
        #"{"k": 1, "a": 7, "b": "it's", "c": null, "d": "2026-01-01 00:00:00+00""#))
  }

  @Test func `tables without rows and odd names`() throws {
    let dumps = try Dumps(
      """
      CREATE TABLE "010_a/b" (id int PRIMARY KEY); INSERT INTO "010_a/b" VALUES (1);
      CREATE TABLE "$odd" (id int PRIMARY KEY); INSERT INTO "$odd" VALUES (1);
      CREATE TABLE empty (id int PRIMARY KEY);
      """)
    #expect(try dumps.text("empty") == "[]\n")
    let report = try dumps.write()
    #expect(report.tables.count == 3)
    try #require(try dumps.seeds.plan().totals.unchanged == 2)
    #expect(try !dumps.seeds.plan().hasChanges)
  }

  @Test func `what cannot be told apart, seen or named is refused`() throws {
    let dumps = try Dumps(
      """
      CREATE TABLE log (line text); INSERT INTO log VALUES ('a'), ('a');
      CREATE VIEW v AS SELECT * FROM log;
      CREATE TABLE p (k int PRIMARY KEY) PARTITION BY LIST (k);
      CREATE TABLE p1 PARTITION OF p FOR VALUES IN (1);
      CREATE TABLE odd (k int PRIMARY KEY, "$price" int);
      """)
    #expect(try dumps.problem("log")?.code == "dump.equal_rows")
    #expect(try dumps.problem("v")?.code == "dump.not_a_base_table")
    #expect(try dumps.problem("p1")?.code == "dump.partition")
    #expect(try dumps.problem("odd")?.code == "dump.reserved_name")
    #expect(try dumps.problem("lgo")?.hint == "did you mean \"log\"?")
    #expect(try dumps.problem("log", "p") { $0.condition = "true" }?.exitStatus == .usage)
    #expect(try dumps.problem("p") { $0.condition = "kk = 1" }?.code == "dump.bad_condition")
    #expect(
      try dumps.problem("p") { $0.condition = "(SELECT pg_sleep(0)) IS NULL); DROP TABLE p --" }
        != nil)
    #expect(try dumps.seeds.rows("SELECT count(*) FROM p") == ["0"])
  }
}
