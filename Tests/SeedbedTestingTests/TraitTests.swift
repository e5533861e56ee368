import Postgres
import SeedbedTesting
import TestSupport
import Testing
import XCTest

/// The example's folder, on the server of this package's tests.
private enum Shop {
  static let root =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    + "/Examples/SeedbedTesting"

  static var url: String? {
    try? TestServer.target.with(database: "seedbed_trait").url(includingPassword: true)
  }

  static func orders(_ url: String) throws -> Int {
    try Connection(ConnectionTarget(parsing: url)).execute("SELECT count(*) FROM orders").first?
      .int(0) ?? -1
  }

  /// Orders in the name of the seeds' first customer, and says the order's number.
  static func order(_ url: String) throws -> Int {
    try Connection(ConnectionTarget(parsing: url)).execute(
      """
      INSERT INTO orders (customer_id, total)
      SELECT id, 1 FROM customers WHERE email = 'ada@example.com' RETURNING id
      """
    ).first?.int(0) ?? -1
  }
}

@Suite(.database(project: Shop.root, databaseURL: Shop.url)) struct TraitTests {
  @Test(arguments: 1...(12 * FuzzEffort.factor)) func `no test sees another`(_ number: Int) throws {
    let url = try SeedbedTesting.TestDatabase.current.url
    for count in 1...(number % 3 + 1) { #expect(try Shop.order(url) == count) }
    #expect(try Shop.orders(url) == number % 3 + 1)
  }

  @Test func `what rows cannot put right is replaced`() throws {
    let url = try SeedbedTesting.TestDatabase.current.url
    try Connection(ConnectionTarget(parsing: url)).run(simple: "DROP TABLE orders")
  }

  @Test(.database(project: Shop.root, databaseURL: Shop.url, .fresh))
  func `a database that nobody had before`() throws {
    #expect(try Shop.order(SeedbedTesting.TestDatabase.current.url) == 1)
  }
}

struct NoTraitTests {
  @Test func `without the trait it says what is missing`() {
    #expect(throws: TestDatabaseError.noTrait) { try SeedbedTesting.TestDatabase.current }
  }

  @Test func `a project that is not there`() async throws {
    let trait: SeedbedTesting.DatabaseTrait = .database(project: "/nowhere")
    let test = try #require(Test.current)
    let failure = await #expect(throws: TestDatabaseError.self) {
      try await trait.provideScope(for: test, testCase: Test.Case.current) {}
    }
    #expect(failure?.description.contains("/nowhere") == true)
  }

  @Test func `a case of XCTest`() async throws {
    final class ShopCase: DatabaseTestCase {
      override class var project: String? { Shop.root }
      override class var databaseURL: String? { Shop.url }
    }
    let shop = ShopCase(name: "shop") { _ in }
    try await shop.setUp()
    #expect(try Shop.order(shop.database.url) == 1)
    try await shop.tearDown()
    #expect(throws: TestDatabaseError.noTrait) { try shop.database }
  }
}
