import FoundationEssentials
import Testing

@testable import Fakes

/// In a unique column no two records have the same value.
struct UniquenessTests {
  /// `SEEDBED_FUZZ=20` tries a million records.
  private static let records =
    50_000 * (ProcessInfo.processInfo.environment["SEEDBED_FUZZ"].flatMap { Int($0) } ?? 1)

  /// How many values are distinct, by their hashes.
  private func distinct(_ fake: Fake, _ record: (Int) -> RecordIdentity) throws -> Int {
    var hashes: [UInt64] = []
    let column = Seed("c")
    var text: [UInt8] = []
    for number in 0..<Self.records {
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
  func manyRepeatedRecords(kind: Kind) throws {
    var fake = Fake(kind)
    fake.isUnique = true
    fake.limit = 32
    fake.range = try #require(NumberRange(from: "1", to: String(Self.records), places: 0))
    #expect(try distinct(fake) { Record.repeated($0) } == Self.records)
  }

  @Test func manyRecordsWithKeys() throws {
    var fake = Fake(.internetEmail)
    fake.isUnique = true
    #expect(try distinct(fake) { Record.named(String($0)) } == Self.records)
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
