import TestSupport
import Testing

@testable import JSON

/// json-c says of the same texts what they mean.
@Suite("Against json-c")
struct OracleTests {
  @Test("Both read the same tree from random texts", arguments: [1, 2, 3, 4] as [UInt64])
  func sameTree(seed: UInt64) throws {
    var generator = TextGenerator(seed: seed)
    for _ in 0..<400 {
      let text = Array(generator.text().utf8)
      let tape = try read(text, Feed.small[Int(generator.random.next() % 8)])
      let oracle = try JSONCTree.read(text, maximumDepth: 256)
      #expect(JSONValue(tokensOf: tape) == oracle, "\(String(decoding: text, as: UTF8.self))")
      #expect(try JSONValue(tape) == oracle)
    }
  }

  @Test("Damaged texts are judged alike", arguments: [11, 12, 13, 14] as [UInt64])
  func sameJudgement(seed: UInt64) throws {
    var generator = TextGenerator(seed: seed)
    var (accepted, refused) = (0, 0)
    for _ in 0..<2000 {
      let text = damaged(Array(generator.text().utf8.prefix(400)), &generator.random)
      let shown: Comment = "\(String(decoding: text, as: UTF8.self).debugDescription)"
      let theirs = try? JSONCTree.read(text, maximumDepth: 256)
      let whole = try outcome(text)
      #expect(try outcome(text, Feed.small[Int(generator.random.next() % 8)]) == whole, shown)
      #expect(try (skip(text) == nil) == (skip(text, Feed(step: 3, window: 16)) == nil), shown)
      switch whole {
      case .values(let values):
        accepted += 1
        #expect(throws: Never.self, shown) {
          try JSONCTree.read(Array(values[0].compact.utf8), maximumDepth: 256)
        }
        if theirs == nil { #expect(isExtension(text), shown) }
      case .error(let error):
        refused += 1
        if theirs != nil { #expect(isLaxity(error), "\(error) in \(shown.rawValue)") }
      }
    }
    #expect(accepted > 100 && refused > 500)
  }

  private func damaged(_ text: [UInt8], _ random: inout FixedRandom) -> [UInt8] {
    let pieces = [
      "\"", "\\", "{", "}", "[", "]", ",", ":", "0", "1", "-", "+", ".", "e", "\n", " ", "//", "/*",
      "*/", "'", "true", "nul", "NaN", "\\u", "\\ud800", "\0", "\t", "é", "\u{FEFF}", "\"a\":1,",
    ].map { Array($0.utf8) }
    var text = text
    for _ in 0..<Int.random(in: 0...2, using: &random) {
      let place = Int.random(in: 0...text.count, using: &random)
      let length = min(Int.random(in: 1...4, using: &random), text.count - place)
      switch Int.random(in: 0..<6, using: &random) {
      case 0, 1: text.insert(contentsOf: pieces.randomElement(using: &random) ?? [], at: place)
      case 2: text.removeSubrange(place..<place + length)
      case 3: text.insert(contentsOf: text[place..<place + length], at: place)
      case 4: text.insert(UInt8.random(in: 0...255, using: &random), at: place)
      default: text.removeSubrange(place...)
      }
    }
    return text
  }

  /// Whether the text may hold what a scanner accepts and json-c's strict mode does not: comments,
  /// trailing commas, a byte order mark.
  private func isExtension(_ text: [UInt8]) -> Bool {
    let string = String(decoding: text, as: UTF8.self)
    let dense = string.unicodeScalars.filter { !$0.properties.isWhitespace }
      .reduce(into: "") { $0.unicodeScalars.append($1) }
    return ["//", "/*", ",]", ",}"].contains { dense.contains($0) }
      || text.starts(with: [0xEF, 0xBB, 0xBF])
  }

  /// Whether json-c's strict mode is known to let pass what the scanner refuses here: duplicate
  /// names, lone surrogates, `\u0000`, control characters in strings, overlong UTF-8, single
  /// quotes, NaN and Infinity, and the numbers `00`, `1.`, `1.e5` and `-.5`.
  private func isLaxity(_ error: JSONSyntaxError) -> Bool {
    switch error.kind {
    case .duplicateName, .loneSurrogate, .nulCharacter, .controlCharacter, .invalidUTF8: true
    case .unexpectedCharacter:
      ["`'`", "`N`", "`I`"].contains { error.message.hasSuffix("found \($0)") }
    case .invalidNumber:
      ["no digit after a leading zero", "a digit after `.`", "a digit after `-`"].contains {
        error.message.hasPrefix("expected \($0)")
      }
    case .unexpectedEnd: error.message.hasPrefix("expected a digit after `.`")
    default: false
    }
  }
}
