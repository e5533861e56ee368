import Testing

@testable import Fakes

/// The numbers behind all fakes.
struct GeneratorTests {
  @Test func numbersAreThoseOfSplitMix() {
    var generator = Generator(1_234_567)
    #expect(
      (0..<5).map { _ in generator.next() } == [
        6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
        4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
      ])
  }

  @Test func seedsStayAsTheyAre() {
    var seed = Seed("public.people")
    seed.add("email")
    seed.add("ada@example.com")
    var generator = seed.generator(for: Seed("name"))
    #expect([seed.value, generator.next()] == GoldenValues.seed)
    var other = Seed("public.peopl")
    other.add("eemail")
    other.add("ada@example.com")
    #expect(other.value != seed.value)
  }

  @Test(arguments: [0, 9, 10, 4711, 10_000_000_000_000_000_000, .max] as [UInt64])
  func aNumberCountsAsItsDigits(number: UInt64) {
    var one = Seed("t")
    one.add(number)
    var other = Seed("t")
    other.add(String(number))
    #expect(one == other)
  }

  @Test(arguments: [(0, "0.000"), (7, "0.007"), (1000, "1.000"), (123_456, "123.456")])
  func numbersHaveAllTheirPlaces(number: UInt64, text: String) throws {
    let range = try #require(NumberRange(from: "0", to: "1000", places: 3))
    var out: [UInt8] = []
    range.append(number, to: &out)
    #expect(String(decoding: out, as: UTF8.self) == text)
    let below = try #require(NumberRange(from: "-1000", to: "0", places: 3))
    out = []
    below.append(1_000_000 - number, to: &out)
    #expect(String(decoding: out, as: UTF8.self) == (number == 0 ? text : "-" + text))
  }

  /// A remainder would make the lower third of these twice as frequent.
  @Test func noNumberIsFavoured() {
    var generator = Generator(1)
    let bound: UInt64 = 3 << 62
    let low = (0..<30_000).filter { _ in generator.below(bound) < 1 << 62 }.count
    #expect((9_600...10_400).contains(low))
  }

  @Test(arguments: [1, 2, 3, 7, 10, 100] as [UInt64])
  func allNumbersComeAsOften(bound: UInt64) {
    var generator = Generator(bound)
    var counts = [Int](repeating: 0, count: Int(bound))
    for _ in 0..<(1000 * Int(bound)) { counts[Int(generator.below(bound))] += 1 }
    #expect(counts.allSatisfy { (850...1150).contains($0) })
    #expect(generator.below(0 as UInt64) == 0)
  }

  @Test(arguments: [1, 2, 3, 4, 5, 10, 1000, 1024, 65_537] as [UInt64])
  func aPermutationHasEachNumberOnce(size: UInt64) {
    let permutation = Permutation(size: size, key: 42)
    let numbers = (0..<size).compactMap { permutation($0) }
    #expect(numbers.sorted() == Array(0..<size))
    #expect(permutation(size) == nil)
    #expect(size < 10 || numbers != numbers.sorted())
  }

  @Test func aPermutationOfAllNumbers() {
    let permutation = Permutation(size: 0, key: 1)
    #expect(Set((0..<1000).compactMap { permutation(.max - $0) }).count == 1000)
  }
}
