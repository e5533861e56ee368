import Testing

@testable import Fakes

/// Values of every kind are what they say.
struct KindTests {
  private func texts(_ kind: Kind, _ change: (inout Fake) -> Void = { _ in }) throws -> [String] {
    var fake = Fake(kind)
    fake.values = [Array("x".utf8)]
    fake.weightEnds = [1]
    change(&fake)
    return try (0..<500).compactMap { try fake.text(Record.repeated($0)) }
  }

  @Test(arguments: Kind.allCases, [3, 8, 20, 40])
  func textsFit(kind: Kind, limit: Int) throws {
    let isCut =
      switch kind.form {
      case .words: true
      case .identifier(let room): limit >= room
      default: false
      }
    guard isCut else { return }
    for language in Language.allCases {
      let texts = try texts(kind) {
        $0.limit = limit
        $0.language = language
      }
      #expect(
        texts.count == 500 && texts.allSatisfy { (1...limit).contains($0.unicodeScalars.count) })
    }
  }

  @Test(arguments: Kind.allCases)
  func codesAreNoLongerThanTheySay(kind: Kind) throws {
    let length =
      switch kind.form {
      case .code(let length), .address(let length): length
      case .uuid: 36
      default: 0
      }
    guard length > 0 else { return }
    for language in Language.allCases {
      #expect(try texts(kind) { $0.language = language }.allSatisfy { $0.count <= length })
    }
  }

  @Test func mailGoesNowhere() throws {
    let ends = ["@example.com", "@example.net", "@example.org"]
    #expect(try texts(.internetEmail).allSatisfy { text in ends.contains { text.hasSuffix($0) } })
    #expect(try texts(.internetDomain).allSatisfy { $0.hasSuffix(".example") })
    #expect(
      try texts(.internetURL).allSatisfy { $0.hasPrefix("https://") && $0.hasSuffix(".example/") })
    #expect(try texts(.internetPassword).allSatisfy { $0.hasPrefix("not-a-password-") })
    #expect(try texts(.internetIPv4).allSatisfy { $0.hasPrefix("10.") })
    #expect(try texts(.internetIPv6).allSatisfy { $0.hasPrefix("2001:db8:") })
    #expect(try texts(.phone).allSatisfy { $0.contains(" 555 01") })
  }

  @Test func uuidsAreOfVersionFour() throws {
    #expect(
      try texts(.uuid).allSatisfy { text in
        let parts = text.split(separator: "-")
        return parts.map(\.count) == [8, 4, 4, 4, 12] && parts[2].first == "4"
          && "89ab".contains(parts[3].first ?? " ")
      })
  }

  @Test(
    arguments: [
      ("1", "1", nil, "1", "1"), ("-0.05", "0.05", nil, "-0.05", "0.05"),
      ("0", "1", 3, "0.000", "1.000"), ("10.50", "10.5", 1, "10.5", "10.5"),
      (
        "-9223372036854775808", "9223372036854775807", nil, "-9223372036854775808",
        "9223372036854775807"
      ),
    ] as [(String, String, Int?, String, String)])
  func numbersStayInTheirRange(
    from: String, to: String, places: Int?, least: String, most: String
  ) throws {
    let range = try #require(NumberRange(from: from, to: to, places: places))
    #expect(range.text == (least, most))
    let texts = try texts(.number) { $0.range = range }
    for text in texts {
      let number = try #require(NumberRange(from: text, to: text, places: range.places))
      #expect(number.lower >= range.lower && number.upper <= range.upper)
    }
  }

  @Test(
    arguments: [
      ("2", "1", nil), ("", "1", nil), ("-", "1", nil), ("1.", "2", nil), ("1e3", "2e3", nil),
      ("0.15", "1", 1), ("0", "9223372036854775808", nil), ("0", "9223372036854775807", 1),
      ("0", "1.0000000000000000001", nil),
    ] as [(String, String, Int?)])
  func rangesThatAreNone(from: String, to: String, places: Int?) {
    #expect(NumberRange(from: from, to: to, places: places) == nil)
  }

  @Test func everyDayOfTheCalendarComesBack() {
    for day in -400_000...400_000 where day % 13 == 0 || abs(day) < 800 {
      let time = CivilTime(seconds: Int64(day) * 86_400 + 3661)
      #expect(time.seconds == Int64(day) * 86_400 + 3661)
      #expect((1...12).contains(time.month) && (1...31).contains(time.day))
    }
    #expect(CivilTime("2024-02-29")?.seconds == 1_709_164_800)
    #expect(CivilTime("1970-01-01T00:00:01Z")?.seconds == 1)
    for text in [
      "2023-02-29", "2024-13-01", "2024-01-32", "2024-1-1", "2024-01-01T25:00:00", "today", "",
    ] {
      #expect(CivilTime(text) == nil, "\(text)")
    }
  }

  @Test func momentsStayBetween() throws {
    let range = try #require(MomentRange(from: "2024-02-28", to: "2024-03-02"))
    let days = try texts(.dateBetween) {
      $0.moments = range
      $0.momentStyle = .date
    }
    #expect(Set(days) == ["2024-02-28", "2024-02-29", "2024-03-01"])
    #expect(MomentRange(from: "2024-03-01", to: "2024-03-01") == nil)
  }

  @Test func weightsAreKept() throws {
    let texts = try texts(.weighted) {
      $0.values = [Array("a".utf8), Array("b".utf8), Array("c".utf8)]
      $0.weightEnds = [80, 80, 100]
    }
    #expect((360...440).contains(texts.count { $0 == "a" }) && !texts.contains("b"))
  }

  @Test func nullDoesNotChangeTheOthers() throws {
    var fake = Fake(.personName)
    let all = try (0..<500).map { try fake.text(Record.repeated($0)) }
    fake.nullChance = try #require(Chance.parts(of: "0.2"))
    let some = try (0..<500).map { try fake.text(Record.repeated($0)) }
    #expect((70...130).contains(some.count { $0 == nil }))
    #expect(zip(all, some).allSatisfy { $1 == nil || $0 == $1 })
    #expect(Chance.parts(of: "1.1") == nil && Chance.parts(of: "-0.1") == nil)
  }
}
