import Testing

@testable import Fakes

/// In a unique column no two records have the same value.
struct UniquenessTests {
  /// Distinct values among a million; two that are the same leave a gap.
  private func distinct(_ fake: Fake, _ record: (Int) -> RecordIdentity) throws -> Int {
    var hashes: [UInt64] = []
    hashes.reserveCapacity(1_000_000)
    let column = Seed("c")
    var text: [UInt8] = []
    for number in 0..<1_000_000 {
      text.removeAll(keepingCapacity: true)
      _ = try fake.append(record: record(number), column: column, to: &text)
      var seed = Seed()
      seed.add(text)
      hashes.append(seed.value)
    }
    hashes.sort()
    return 1 + zip(hashes, hashes.dropFirst()).count { $0 != $1 }
  }

  @Test(arguments: [Kind.internetEmail, .number, .uuid])
  func aMillionRepeatedRecords(kind: Kind) throws {
    var fake = Fake(kind)
    fake.isUnique = true
    fake.limit = 32
    fake.range = try #require(NumberRange(from: "1", to: "1000000", places: 0))
    #expect(try distinct(fake) { Record.repeated($0) } == 1_000_000)
  }

  @Test func aMillionRecordsWithKeys() throws {
    var fake = Fake(.internetEmail)
    fake.isUnique = true
    #expect(try distinct(fake) { Record.named(String($0)) } == 1_000_000)
  }

  @Test(arguments: Kind.allCases)
  func everyKindThatSaysSo(kind: Kind) throws {
    var fake = Fake(kind)
    fake.isUnique = true
    fake.values = (0..<500).map { Array("v\($0)".utf8) }
    fake.range = try #require(NumberRange(from: "1", to: "500", places: 0))
    guard fake.uniqueness != .none else { return }
    let count = kind == .addressCountryCode ? 100 : 500
    let texts = try (0..<count).map { number in
      try number % 3 == 0
        ? fake.text(Record.named("k\(number)", place: number))
        : fake.text(Record.repeated(number, place: number))
    }
    #expect(Set(texts.compactMap { $0 }).count == count)
  }

  @Test func whereAllAreTakenThereIsNone() throws {
    var fake = Fake(.pick)
    fake.isUnique = true
    fake.values = [Array("a".utf8), Array("b".utf8)]
    #expect(try Set([0, 1].map { try fake.text(Record.repeated($0)) }) == ["a", "b"])
    #expect(throws: Fake.Failure.exhausted(2)) { try fake.text(Record.repeated(2)) }
  }

  @Test func whatTellsARecordApartIsNeverCutOff() throws {
    for kind in [Kind.personName, .internetUsername, .loremSlug] {
      var fake = Fake(kind)
      fake.isUnique = true
      fake.limit = 8
      let text = try #require(try fake.text(Record.repeated(123_456)))
      #expect(text.hasSuffix("123456") && text.count <= 8)
      #expect(throws: Fake.Failure.self) { try fake.text(Record.repeated(123_456_789)) }
    }
  }
}
