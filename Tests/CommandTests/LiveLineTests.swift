import Testing

@testable import SeedbedCommand

struct LiveLineTests {
  @Test func `a line that would wrap is cut`() {
    #expect(LiveLine.fitted("seeding", into: 80) == "seeding …")
    let text = String(repeating: "ä", count: 100)
    for width in [0, 1, 2, 40, 101, 102, 103] {
      #expect(LiveLine.fitted(text, into: width).count <= max(1, width - 1))
    }
    #expect(LiveLine.fitted(text, into: 103) == text + " …")
  }
}
