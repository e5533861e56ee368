import SeedbedTesting
import Shop
import Testing

/// Every test has a database of its own, with the migrations applied and the seeds in it.
@Suite(.database) struct OrderTests {
  private let shop: Shop

  init() throws { shop = try Shop(url: TestDatabase.current.url) }

  @Test func `a customer of the seeds orders`() throws {
    // The first number in this database, whatever other tests do at the same time.
    #expect(try shop.order(by: "ada@example.com", total: "9.50") == 1)
    #expect(try shop.countOfOrders() == 1)
  }

  @Test func `an order without a price is refused`() throws {
    #expect(throws: Shop.Failure.self) { try shop.order(by: "bo@example.com", total: "0") }
    #expect(try shop.countOfOrders() == 0)
  }

  @Test(arguments: 1...20) func `many at once`(_ count: Int) throws {
    for number in 1...(count % 3 + 1) {
      #expect(try shop.order(by: "ada@example.com", total: "1") == number)
    }
  }
}
