import TestSupport

/// Writes random JSON texts that json-c reads rightly: standard, integers within 64 bits, names
/// that differ.
struct TextGenerator {
  var random: FixedRandom

  init(seed: UInt64) {
    random = FixedRandom(state: seed)
  }

  mutating func text() -> String {
    value(depth: 0)
  }

  private mutating func upTo(_ limit: Int) -> Int { Int.random(in: 0..<limit, using: &random) }

  private mutating func value(depth: Int) -> String {
    switch upTo(depth < 5 ? 10 : 6) {
    case 0: ["true", "false", "null"][upTo(3)]
    case 1, 2: number()
    case 3, 4, 5: string()
    case 6, 7:
      "[" + space() + (0..<upTo(6)).map { _ in value(depth: depth + 1) }.joined(separator: comma())
        + space() + "]"
    default:
      "{" + space()
        + (0..<upTo(8)).map { "\(name($0))\(space()):\(space())\(value(depth: depth + 1))" }
        .joined(separator: comma()) + space() + "}"
    }
  }

  private mutating func comma() -> String { space() + "," + space() }

  private mutating func space() -> String {
    ["", "", "", " ", "\n", "\r\n", "\t", "  \n  "][upTo(8)]
  }

  private mutating func number() -> String {
    switch upTo(5) {
    case 0: "\(upTo(10))"
    case 1: "\(Int64.random(in: .min ... .max, using: &random))"
    case 2: "-\(1 + upTo(1000))"
    case 3: "\(upTo(1000)).\(upTo(1_000_000))"
    default: "\(upTo(100)).5\(["e", "E"][upTo(2)])\(["", "+", "-"][upTo(3)])\(upTo(300))"
    }
  }

  /// Ends in the member's number, so that no two are equal.
  private mutating func name(_ member: Int) -> String {
    String(string().dropLast()) + "#\(member)\""
  }

  private mutating func string() -> String {
    let pieces = [
      "a", "Z", " ", "0", "hello, world", "{", "]", ":", ",", "//", "/*", "'", "é", "Ж", "名", "🦊",
      "\u{7F}", "\u{FEFF}", "\u{10FFFF}", #"\""#, #"\\"#, #"\/"#, #"\b"#, #"\f"#, #"\n"#, #"\r"#,
      #"\t"#, #"\u0041"#, #"\u00e9"#, #"\u0001"#, #"\uFFFF"#, #"\ud83E\uDd8a"#,
      "a longer piece of plain text without any escape",
    ]
    return "\"" + (0..<upTo(6)).map { _ in pieces[upTo(pieces.count)] }.joined() + "\""
  }
}
