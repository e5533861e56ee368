import FoundationEssentials
import Testing

@testable import Fakes

/// The values themselves: they never change, as databases are filled with them.
enum GoldenValues {
  static let seed: [UInt64] = [3_869_462_289_001_196_085, 15_049_404_748_771_916_556]
}

/// `docs/fakes.md` shows for every kind the value of one record, in each locale; it is what a user
/// reads, and what no version may change.
struct GoldenTests {
  private static let page = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "docs/fakes.md")

  /// The value for `{"slug": "acme"}` in the column `c` of `public.people`.
  private func row(_ kind: Kind) throws -> String {
    let values = try Language.allCases.map { language in
      var fake = Fake(kind)
      fake.language = language
      fake.values = [Array("a".utf8), Array("b".utf8)]
      fake.weightEnds = [9, 10]
      return "`\(try fake.text(Record.named("acme")) ?? "")`"
    }
    return
      "| `\(kind.rawValue)` | \(Set(values).count == 1 ? values[0] : values.joined(separator: " · ")) |"
  }

  @Test func thePageListsEveryKindWithItsValue() throws {
    let text = try String(contentsOf: Self.page, encoding: .utf8)
    let lines = Set(text.split(separator: "\n").map(String.init))
    for kind in Kind.allCases {
      let row = try row(kind)
      if !lines.contains(row) { Issue.record("the page lacks \(row)") }
    }
    #expect(text.contains("| `reference` |"))
  }
}
