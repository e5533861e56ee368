import Fakes
import Testing

@testable import Seedbed

/// What is known about the values of a column without asking the server.
struct DistinctValuesTests {
  private let many = DistinctValues.limit + 10
  private let maker = FakeStep(slot: 0, field: "f", fake: Fake(.number), seed: Seed("f"))

  private func text(_ number: Int) -> ArraySlice<UInt8> { Array(String(number).utf8)[...] }

  @Test func valuesFromFixturesAreRememberedUpToALimit() {
    var values = DistinctValues()
    for number in 0..<1000 { values.add(text(number)) }
    #expect(values.tellApart(records: 1000))
    #expect(!values.tellApart(records: 1001))
    for number in 1000..<many { values.add(text(number)) }
    #expect(!values.tellApart(records: many))
  }

  @Test func theSameValueTwiceTellsNothingApart() {
    var values = DistinctValues()
    for number in [1, 2, 1] { values.add(text(number)) }
    #expect(!values.tellApart(records: 3))
    #expect(!values.tellApart(records: 2))
  }

  @Test func valuesOfOneMakerDifferHoweverManyTheyAre() {
    var values = DistinctValues()
    for number in 0..<many { values.add(text(number), madeBy: maker) }
    #expect(values.tellApart(records: many))
    values.add(text(0))
    #expect(!values.tellApart(records: many + 1))
  }

  @Test func twoMakersMayMeet() {
    let other = FakeStep(slot: 0, field: "f", fake: Fake(.number), seed: Seed("f"))
    var values = DistinctValues()
    values.add(text(1), madeBy: maker)
    values.add(text(2), madeBy: other)
    #expect(values.tellApart(records: 2))
    values.add(text(2), madeBy: maker)
    #expect(!values.tellApart(records: 3))
  }
}
