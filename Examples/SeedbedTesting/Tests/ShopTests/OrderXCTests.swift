import SeedbedTesting
import Shop
import XCTest

/// The same for those who use XCTest.
final class OrderXCTests: DatabaseTestCase {
  func testACustomerOrders() throws {
    let shop = try Shop(url: database.url)
    XCTAssertEqual(try shop.order(by: "ada@example.com", total: "9.50"), 1)
  }

  func testNothingIsLeftOfOtherTests() throws {
    XCTAssertEqual(try Shop(url: database.url).countOfOrders(), 0)
  }
}
