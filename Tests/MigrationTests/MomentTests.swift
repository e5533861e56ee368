import Testing

@testable import Seedbed

@Suite struct MomentTests {
  @Test(arguments: [
    ("0", "1970-01-01T00:00:00.000Z"),
    ("1763825400.123456", "2025-11-22T15:30:00.123Z"),
    ("1763825400.999999", "2025-11-22T15:30:00.999Z"),
    ("1763825400.010000", "2025-11-22T15:30:00.010Z"),
    ("1709164800.5", "2024-02-29T00:00:00.500Z"),
  ])
  func isWrittenInUTC(_ epoch: String, _ text: String) {
    #expect(Moment(epoch: epoch)?.description == text)
  }

  @Test func nothingIsNoMoment() {
    #expect(Moment(epoch: nil) == nil)
    #expect(Moment(epoch: "Infinity") == nil)
    #expect(Moment(epoch: "-Infinity") == nil)
  }
}
