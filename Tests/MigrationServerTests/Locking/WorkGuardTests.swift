import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// Long work under a lock that holds others off.
@Suite(.database) struct WorkGuardTests {
  /// A row a page, so that a table is large with few of them.
  private static let large = """
    CREATE TABLE orders (id int PRIMARY KEY, pad text, total int);
    ALTER TABLE orders ALTER pad SET STORAGE PLAIN;
    INSERT INTO orders SELECT i, repeat('x', 7000), i FROM generate_series(1, 1300) i;
    CREATE TABLE small (id int PRIMARY KEY, total int); INSERT INTO small VALUES (1, 1);
    """

  @Test(arguments: [
    ("ALTER TABLE orders ALTER id TYPE bigint;", "rewriting table orders"),
    ("ALTER TABLE orders ALTER total SET NOT NULL;", "verifying table orders"),
    ("CREATE INDEX ON orders (total);", "building an index of orders"),
    ("DO $$ BEGIN EXECUTE 'ALTER TABLE orders ADD n serial'; END $$;", "rewriting table orders"),
  ])
  func `it is cancelled as it begins, unless somebody has allowed it`(
    _ statement: String, _ work: String
  ) throws {
    let project = try MigrationProject.live(["1_x.sql": statement], after: Self.large)
    let before = try project.rows("SELECT relfilenode FROM pg_class WHERE relname = 'orders'")
    // The command looks ahead and refuses; this is for what nobody could foresee.
    let found = try problem { try project.migrate() }
    #expect(found.exitStatus == .refused)
    let told = ProblemReport(found).text(.plain)
    #expect(told.contains("it began \(work) under "), "\(told)")
    #expect(told.contains("migrations/1_x.sql:1:"), "\(told)")
    #expect(told.contains("nothing of 1_x took effect"), "\(told)")
    let refused = try project.seedbed("migrate")
    #expect(refused.status == 4)
    #expect(refused.errors.contains("refused: it would hold others off"), "\(refused.errors)")
    #expect(try project.rows("SELECT relfilenode FROM pg_class WHERE relname = 'orders'") == before)
    try project.write("1_x.sql", "-- seedbed: allow blocking because it is night\n\(statement)")
    #expect(try project.seedbed("migrate").status == 0)
  }

  @Test func `the option allows it for a run`() throws {
    let project = try MigrationProject.live(
      ["1_x.sql": "ALTER TABLE orders ALTER id TYPE bigint;"], after: Self.large)
    #expect(try project.seedbed("migrate", "--allow-blocking").status == 0)
  }

  @Test func `small tables, new ones and work that holds nobody off are let through`() throws {
    let project = try MigrationProject.live(
      [
        "1_small.sql": "ALTER TABLE small ALTER id TYPE bigint, ALTER total SET NOT NULL;",
        "2_new.sql": """
        CREATE TABLE copy AS SELECT * FROM orders;
        ALTER TABLE copy ALTER id TYPE bigint; CREATE INDEX ON copy (total);
        """,
        "3_check.sql": "ALTER TABLE orders ADD CONSTRAINT c CHECK (total > 0) NOT VALID;",
        "4_validate.sql": "ALTER TABLE orders VALIDATE CONSTRAINT c;",
        "5_index.sql": "CREATE INDEX CONCURRENTLY ON orders (total);",
      ], after: Self.large)
    let run = try project.seedbed("migrate")
    #expect(run.status == 0, "\(run.errors)")
    #expect(try project.rows("SELECT convalidated FROM pg_constraint WHERE conname = 'c'") == ["t"])
  }

  @Test func `what is foretold to hold others off is refused before anything is run`() throws {
    let project = try MigrationProject.live(
      [
        "1_one.sql": "CREATE TABLE one ();",
        "2_two.sql": "ALTER TABLE orders ALTER id TYPE bigint;",
      ],
      after: Self.large)
    var migrator = try project.migrator()
    migrator.forecast = { scripts, _ in
      scripts.map { pending in
        pending.name == "1_one"
          ? [StatementEffect(source: .observed)]
          : [
            StatementEffect(
              locks: [StatementEffect.Lock(.accessExclusive, on: "orders")],
              work: [StatementEffect.Work(.rewrite, of: "orders")], source: .observed)
          ]
      }
    }
    let found = try problem { _ = try migrator.run(MigrationChoice(), on: project.connect()) }
    #expect(found.code == "lock.blocking")
    #expect(found.exitStatus == .refused)
    #expect(found.message.contains("rewriting orders, with ACCESS EXCLUSIVE on orders"))
    #expect(found.location?.description == "migrations/2_two.sql:1:1")
    #expect(try project.rows("SELECT to_regclass('one')") == ["NULL"])
    migrator.allowsBlocking = true
    #expect(try migrator.run(MigrationChoice(), on: project.connect()).applied.count == 2)
  }
}
