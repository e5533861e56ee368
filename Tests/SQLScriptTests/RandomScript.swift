/// Scripts made of pieces that mean something to the scanner, the same ones for the same seed.
struct RandomScript {
  private var generator: SplitMix64

  init(seed: UInt64) { generator = SplitMix64(state: seed) }

  mutating func bytes() -> [UInt8] {
    var bytes: [UInt8] = []
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      if Int.random(in: 0..<12, using: &generator) == 0 {
        bytes.append(UInt8.random(in: 0...255, using: &generator))
      } else {
        bytes += (Self.pieces.randomElement(using: &generator) ?? "").utf8
      }
      if Bool.random(using: &generator) { bytes.append(UInt8(ascii: " ")) }
    }
    return bytes
  }

  /// Something to stand between two tokens that the scanner is to pass over.
  mutating func layout() -> String {
    ["", " ", "\n", "\t\u{0B}\u{0C}", " -- ; '\n", "/* ; ' /* $$ */ \" */"]
      .randomElement(using: &generator) ?? ""
  }

  private static let pieces = [
    "SELECT", "CREATE", "OR REPLACE", "FUNCTION", "PROCEDURE", "BEGIN", "ATOMIC", "CASE", "END",
    "AS", "COPY", "FROM", "STDIN", "COPY t FROM STDIN;\n", "\n\\.\n", "ALTER TYPE t ADD VALUE",
    "CLUSTER", "REINDEX", "CREATE SUBSCRIPTION", "WITH", "ROLLBACK", "COMMIT", "AND", "CHAIN",
    "'", "''", "'a;'", "E'\\'", "e'", "U&'", "U&\"", "\"", "\"x\"", "B'", "N'", "\\", "\\.",
    "\\i x",
    "\\restrict k\n", "$", "$$", "$a$", "$1", "a$b", "é", "🐘", "/*", "*/", "--", "\n", "\r", "\r\n",
    "(", ")", ";", ";", ";", ":", "::", ":=", ":'a'", ":a", ".", "..", "1", "1.5e+3", "0x1F", "+",
    "-", "*", "/", "<", "=", "@", ",", "[", "]", "\u{FEFF}",
  ]
}

private struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }
}
