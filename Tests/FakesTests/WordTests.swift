import Testing

@testable import Fakes

/// The tables of words.
struct WordTests {
  private static func lists(_ language: Language) -> [(String, WordList)] {
    Mirror(reflecting: language.words).children.compactMap { child in
      (child.value as? WordList).map { (child.label ?? "", $0) }
    }
  }

  @Test(arguments: Language.allCases)
  func everyEntryIsThereOnceAndIsReached(language: Language) {
    for (name, list) in Self.lists(language) {
      let entries = list.entries
      #expect(Set(entries).count == entries.count, "\(name)")
      #expect(entries.allSatisfy { !$0.isEmpty && $0.first != " " && $0.last != " " }, "\(name)")
      var generator = Generator(9)
      var reached: Set<[UInt8]> = []
      for _ in 0..<(entries.count * 15) {
        var text: [UInt8] = []
        list.append(&generator, to: &text)
        reached.insert(text)
      }
      #expect(reached.count == entries.count, "\(name)")
    }
    let sizes = [language.words.firstNames, language.words.lastNames].map(\.count)
    #expect(sizes.allSatisfy { $0 > 200 })
  }

  /// A digit in a name would let it run into a number behind it.
  @Test(arguments: Language.allCases)
  func namesHaveAddressesWithoutDigits(language: Language) {
    let lists = [language.words.firstNames, language.words.lastNames]
    for name in lists.flatMap(\.entries) {
      var letters: [UInt8] = []
      letters.appendLetters(of: Array(name.utf8)[...])
      #expect(letters.count >= 2 && letters.allSatisfy { (97...122).contains($0) }, "\(name)")
    }
    var umlauts: [UInt8] = []
    umlauts.appendLetters(of: Array("Jürgen Özdemir-Groß".utf8)[...])
    #expect(String(decoding: umlauts, as: UTF8.self) == "juergenoezdemirgross")
  }

  @Test func everyCountryHasANameInBoth() {
    #expect(Countries.codes.count == Countries.english.count)
    #expect(Countries.codes.count == Countries.german.count)
    #expect(Countries.codes.entries.allSatisfy { $0.count == 2 })
  }
}
