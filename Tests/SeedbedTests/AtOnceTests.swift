import Testing

@testable import Seedbed

struct AtOnceTests {
  @Test(arguments: [0, 1, 31, 32, 33, 64, 500, 1001], [1, 2, 3, 8, 200])
  func `a list in parts stays in its order`(count: Int, processors: Int) {
    let parts = AtOnce.map(Array(0..<count), processors: processors) { Array($0) }
    #expect(parts.flatMap(\.self) == Array(0..<count))
    #expect(parts.count <= max(1, processors - 1))
    #expect(parts.dropLast().allSatisfy { $0.count >= 32 })
  }

  @Test func `what both throw is the first one's`() {
    struct Fault: Error, Equatable { let number: Int }
    #expect(throws: Fault(number: 1)) {
      try AtOnce.run {
        throw Fault(number: 1)
      } _: {
        throw Fault(number: 2)
      } as (Void, Void)
    }
    #expect(throws: Fault(number: 2)) {
      try AtOnce.run {
        1
      } _: {
        throw Fault(number: 2)
      } as (Int, Void)
    }
  }
}
