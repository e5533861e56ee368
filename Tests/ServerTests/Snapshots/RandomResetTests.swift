import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// Random changes, over and over in the same database: after each reset it is the template again.
@Suite(.database) struct RandomResetTests {
  private static let changes: [@Sendable (inout FixedRandom) -> String] = [
    { "UPDATE visits SET page = 'p\($0.next() % 9)' WHERE id % \($0.next() % 40 + 2) = 0" },
    { "DELETE FROM visits WHERE id % \($0.next() % 40 + 1) = 0" },
    { "INSERT INTO visits (page) SELECT 'new' FROM generate_series(1, \($0.next() % 500))" },
    {
      "INSERT INTO customers (email) SELECT 'c' || n FROM generate_series(1, \($0.next() % 50)) n"
    },
    { _ in "UPDATE customers SET email = email || '!'" },
    { _ in "DELETE FROM customers WHERE email LIKE 'a%'" },
    { _ in "TRUNCATE visits" }, { _ in "TRUNCATE customers CASCADE" },
    { _ in "UPDATE orders SET total = total + 1; DELETE FROM log" },
    { _ in "INSERT INTO log SELECT 'same' FROM generate_series(1, 3)" },
    { "SELECT setval('visits_id_seq', \($0.next() % 1000 + 1))" },
    { _ in "UPDATE days SET day = day + 1" }, { _ in "VACUUM visits" },
    { _ in "VACUUM FULL visits" },
    { _ in "CREATE TABLE IF NOT EXISTS more (n int)" }, { _ in "CLUSTER visits USING visits_pkey" },
    { _ in "BEGIN; DELETE FROM visits; ROLLBACK" }, { _ in "SELECT * FROM customers FOR UPDATE" },
  ]

  @Test(arguments: [false, true]) func `every change is undone`(_ byOwner: Bool) throws {
    let shop = try SnapshotProject(byOwner: byOwner)
    try shop.settle()
    let state = try shop.state()
    var random = FixedRandom(state: FuzzEffort.seed)
    for _ in 0..<(6 * FuzzEffort.factor) {
      let changes = (0..<(random.next() % 4 + 1)).map { _ in
        Self.changes[Int(random.next() % UInt64(Self.changes.count))](&random)
      }
      for change in changes { try shop.run(change) }
      let report = try shop.reset()
      let difference = try shop.state().difference(from: state)
      #expect(difference.isEmpty, "\(changes) by \(report.way.rawValue): \(difference)")
      #expect(try shop.reset().way == .unchanged, "\(changes)")
    }
  }
}
