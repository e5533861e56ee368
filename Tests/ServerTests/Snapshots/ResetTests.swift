import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// `seedbed reset`: whatever was done to the database, it is as it was, by the way that suits.
@Suite(.database) struct ResetTests {
  private let shop: SnapshotProject

  init() throws { shop = try SnapshotProject() }

  @Test func `nothing changed, nothing is written`() throws {
    try shop.settle()
    let before = try shop.versions()
    #expect(try shop.reset().way == .unchanged)
    #expect(try shop.versions() == before)
  }

  @Test func `rows that differ are put right, and triggers do not see it`() throws {
    try shop.settle()
    let state = try shop.state()
    let changes = [
      """
      UPDATE customers SET name = 'Eve' WHERE email = 'ada';
      INSERT INTO customers (email) VALUES ('zoe');
      INSERT INTO orders (code, customer_id) SELECT 'o-' || id, id FROM customers;
      """,
      "DELETE FROM customers WHERE email = 'ada'; DELETE FROM visits WHERE id % 3 = 0",
      "UPDATE visits SET page = page || '!' WHERE id = 7; INSERT INTO days VALUES ('2026-06-01', 'x')",
      "TRUNCATE visits, customers, log RESTART IDENTITY CASCADE",
      "SELECT nextval('orders_id_seq'); SELECT setval('visits_id_seq', 1, false)",
      "UPDATE days SET note = 'June'; UPDATE seedbed.settings SET protected = false",
    ]
    for change in changes {
      try shop.run(change)
      let report = try shop.reset()
      #expect(report.way == .rows, "\(change): \(report.reason)")
      #expect(try shop.state() == state, "\(change)")
      #expect(try shop.reset().way == .unchanged, "\(change)")
    }
  }

  @Test(arguments: [
    "ALTER TABLE customers DROP COLUMN tags; CREATE TABLE more (n int)",
    "CREATE OR REPLACE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'",
    "INSERT INTO visits (page) VALUES (''); REFRESH MATERIALIZED VIEW pages",
    "SELECT lo_create(4711)", "DROP SCHEMA seedbed CASCADE; DROP TABLE days",
    "ALTER SEQUENCE orders_id_seq INCREMENT 10", "GRANT SELECT ON log TO PUBLIC",
  ])
  func `what rows cannot put right, a copy does`(_ change: String) throws {
    try shop.settle()
    let state = try shop.state()
    try shop.run(change)
    // Without its own table of settings the database is not known to be disposable.
    let confirmation = change.contains("SCHEMA seedbed") ? shop.lent.name : nil
    let report = try shop.reset(confirmation: confirmation)
    #expect(report.way == .copy)
    #expect(try shop.state() == state)
    #expect(try shop.reset().way == .unchanged)
    try shop.tidy()
    #expect(try shop.kept(.replaced).isEmpty)
  }

  @Test func `a database that is no copy is replaced by one, and rows nobody knows go`() throws {
    try shop.up()
    try shop.run("INSERT INTO customers (email) VALUES ('zoe')")
    let report = try shop.reset()
    #expect(report.way == .copy)
    #expect(report.made?.seeds?.totals.inserted == 3)
    #expect(try shop.state().contains { $0.contains("zoe") } == false)
  }

  @Test func `fixtures and migrations that were changed make another template`() throws {
    try shop.settle()
    try shop.folder.write("seeds/customers.json", #"[{"email": "ada"}, {"email": "cy"}]"#)
    let seeds = try shop.reset()
    #expect(seeds.way == .copy)
    #expect(seeds.reason == "fixtures changed")
    #expect(try shop.state().contains { $0.contains("cy") })
    try shop.folder.write("migrations/20260102000000_more.sql", "CREATE TABLE more (n int);")
    #expect(try shop.reset().reason == "migrations changed")
    // The way back is a copy of a template that is still there.
    try shop.folder.remove("migrations/20260102000000_more.sql")
    let back = try shop.reset()
    #expect(back.way == .copy)
    #expect(back.made == nil)
    #expect(try shop.kept(.template).count == 3)
    try shop.folder.write("seeds/customers.json", #"[{"email": "ada"}, {"email": "dan"}]"#)
    try shop.reset()
    try shop.tidy()
    #expect(try shop.kept(.template).count == TemplateShelf.limit)
  }

  @Test func `an edit of a fixture runs no migration again`() throws {
    try shop.folder.write(
      "migrations/20260102000000_made.sql", "CREATE TABLE made AS SELECT clock_timestamp() AS at;")
    try shop.settle()
    #expect(try shop.kept(.migrated).count == 1)
    func made() throws -> String? {
      try shop.connect().run(simple: "SELECT at FROM made").first?[0]
    }
    let first = try made()
    try shop.folder.write("seeds/customers.json", #"[{"email": "ada"}, {"email": "cy"}]"#)
    let edited = try shop.reset()
    #expect(edited.way == .copy)
    #expect(edited.made?.migrations?.applied.isEmpty == true)
    #expect(edited.made?.seeds?.totals.inserted == 3)
    #expect(try made() == first)
    #expect(try shop.state().contains { $0.contains("cy") })
    #expect(try shop.reset().way == .unchanged)
    // Other migrations begin anew, and are said to have been run.
    try shop.folder.write("migrations/20260103000000_more.sql", "CREATE TABLE more (n int);")
    #expect(try shop.reset().made?.migrations?.applied.count == 3)
    #expect(try made() != first)
    #expect(try shop.kept(.migrated).count == 2)
    #expect(try shop.seedbed("db", "snapshots").output.contains("migrated  seedbed_mig_"))
    // It is made again where somebody has dropped it.
    for name in try shop.kept(.migrated) {
      try shop.lent.connect().run(simple: "DROP DATABASE \(quoted(identifier: name))")
    }
    try shop.folder.write("seeds/customers.json", #"[{"email": "ada"}]"#)
    #expect(try shop.reset().made?.migrations?.applied.count == 3)
    #expect(throws: (any Error).self) {
      try shop.folder.write("seeds/orders.json", #"[{"code": "o1", "customer_id": 99}]"#)
      try shop.reset()
    }
    #expect(try shop.kept(.migrated).count == 1)
  }

  @Test func `what belongs to the database's name stays`() throws {
    try shop.settle()
    let name = quoted(identifier: shop.lent.name)
    try shop.run(
      """
      ALTER DATABASE \(name) SET application_name = 'shop, "x"';
      ALTER DATABASE \(name) SET search_path = public, "$user";
      REVOKE CONNECT ON DATABASE \(name) FROM PUBLIC; GRANT TEMP ON DATABASE \(name) TO pg_monitor;
      ALTER DATABASE \(name) CONNECTION LIMIT 17; COMMENT ON DATABASE \(name) IS 'the shop';
      """)
    defer {
      try? shop.run(
        "COMMENT ON DATABASE \(name) IS NULL; REVOKE ALL ON DATABASE \(name) FROM pg_monitor; GRANT CONNECT ON DATABASE \(name) TO PUBLIC; ALTER DATABASE \(name) CONNECTION LIMIT -1"
      )
    }
    let query = """
      SELECT datconnlimit, (SELECT array_agg(a::text ORDER BY a::text) FROM unnest(datacl) a), shobj_description(d.oid, 'pg_database'),
        current_setting('application_name'), current_setting('search_path'), datdba
      FROM pg_database d WHERE datname = current_database()
      """
    func properties() throws -> [String] {
      let target = shop.lent.target
      let row = try #require(try Connection(target, applicationName: "").run(simple: query).first)
      return (0..<6).map { row.string($0) }
    }
    let before = try properties()
    try shop.run("CREATE TABLE more (n int)")
    #expect(try shop.reset().way == .copy)
    let after = try properties()
    #expect(after == before)
    #expect(before[2] == "the shop")
  }

  @Test func `an idle session stays, one at work is told, and both may be ended`() throws {
    try shop.settle()
    let idle = try shop.lent.connect()
    try idle.run(simple: "DELETE FROM visits")
    #expect(try shop.reset().way == .rows)
    #expect(try idle.run(simple: "SELECT count(*) FROM visits").first?.int(0) == 300)

    try idle.run(simple: "BEGIN; DELETE FROM visits")
    let busy = try problem { try shop.reset() }
    #expect(busy.code == "database.in_use")
    #expect(busy.notes.contains { $0.contains("\(idle.backendProcessID)") })
    #expect(try shop.reset(force: true).way == .unchanged)

    let second = try shop.lent.connect()
    try second.run(simple: "CREATE TABLE more (n int)")
    #expect(try problem { try shop.reset() }.code == "database.in_use")
    #expect(try shop.reset(force: true).way == .copy)
    #expect(throws: PostgresError.self) { try second.run(simple: "SELECT 1") }
  }

  @Test func `migrations that fail leave the database as it was`() throws {
    try shop.settle()
    let state = try shop.state()
    try shop.folder.write("migrations/20260102000000_bad.sql", "SELECT 1/0;")
    let failure = try problem { try shop.reset() }
    #expect(failure.notes.contains { $0.contains("is as it was") })
    #expect(try shop.state() == state)
    #expect(try shop.kept(.template).count == 1)
  }

  @Test func `only a disposable database is reset`() throws {
    try shop.settle()
    try shop.run("UPDATE seedbed.settings SET disposable = false")
    #expect(try problem { try shop.reset() }.exitStatus == .refused)
    #expect(try shop.reset(confirmation: shop.lent.name).way == .rows)
  }

  @Test func `a spare copy is made for the next time, and used`() throws {
    try shop.settle()
    let state = try shop.state()
    #expect(try shop.tidy(spare: true).made.count == 1)
    #expect(try shop.tidy(spare: true).made.isEmpty)
    try shop.run("CREATE TABLE more (n int)")
    #expect(try shop.reset().way == .spare)
    #expect(try shop.state() == state)
    #expect(try shop.kept(.spare).isEmpty)
    // One of another state of the fixtures is of no use any more.
    try shop.tidy(spare: true)
    try shop.folder.write("seeds/customers.json", #"[{"email": "ada"}]"#)
    try shop.reset()
    try shop.tidy()
    #expect(try shop.kept(.spare).isEmpty)
  }

  @Test func `several resets at once`() async throws {
    try shop.up()
    let reports = try await withThrowingTaskGroup(of: ResetReport.self) { group in
      for _ in 0..<3 { group.addTask { try shop.reset(force: true) } }
      return try await group.reduce(into: []) { $0.append($1) }
    }
    #expect(reports.compactMap(\.made).count == 1)
    #expect(try shop.state().contains { $0.contains("ada") })
    #expect(try shop.reset().way == .unchanged)
  }

  @Test func `in words and for programs`() throws {
    try shop.settle()
    try shop.run("DELETE FROM visits WHERE id = 1")
    let json = try shop.seedbed("reset", "--json")
    #expect(json.status == 0, "\(json.errors)")
    #expect(json.output.contains(#""way":"rows""#))
    #expect(json.output.contains(#"{"table":"public.visits","removed":0,"written":1}"#))
    let text = try shop.seedbed("reset")
    #expect(text.output.contains("nothing to do"), "\(text)")
  }

  private func problem(_ body: () throws -> Any) throws -> Problem {
    do { _ = try body() } catch let found as Problem { return found }
    throw Problem("test.no_problem", "the call ended well")
  }
}
