import TestSupport

/// Writes random texts with comments, trailing commas and line breaks wherever they may stand.
struct CommentedText {
  var random: FixedRandom
  private var comments = 0

  init(random: FixedRandom) { self.random = random }

  mutating func document() -> String { space() + value(depth: 0) + space() }

  mutating func lines() -> String {
    var text = space()
    for _ in 0..<random.upTo(4) { text += value(depth: 2) + space() + "\n" + space() }
    return text
  }

  private mutating func value(depth: Int) -> String {
    switch random.upTo(depth < 4 ? 8 : 4) {
    case 0: random.pick(["true", "null", "-0.10", "1e400", "12345678901234567890", "7"])
    case 1, 2, 3: string()
    case 4, 5:
      "[" + space() + elements { $0.value(depth: depth + 1) } + "]"
    default:
      "{" + space()
        + elements { generator in
          generator.name() + generator.space() + ":" + generator.space()
            + generator.value(depth: depth + 1)
        } + "}"
    }
  }

  private mutating func elements(_ element: (inout CommentedText) -> String) -> String {
    let count = random.upTo(5)
    var text = ""
    for index in 0..<count {
      text += element(&self) + space()
      if index < count - 1 || random.oneIn(3) { text += "," + space() }
    }
    return text
  }

  private mutating func name() -> String {
    comments += 1
    return "\"" + random.pick(["t", "u", "$rows", "$key", "name"]) + "\(comments)\""
  }

  private mutating func string() -> String {
    let pieces = ["a", "//", "/*", "*/", "\\\"", "\\\\", "\\u00e9", "é", "🦊", ",", "{", "["]
    let length = random.oneIn(6) ? 60 : random.upTo(6)
    return "\"" + (0..<length).map { _ in random.pick(pieces) }.joined() + "\""
  }

  private mutating func space() -> String {
    (0..<random.upTo(4)).map { _ in piece() }.joined()
  }

  private mutating func piece() -> String {
    comments += 1
    return switch random.upTo(12) {
    case 0: "// c\(comments) \r\n"
    case 1: "/* c\(comments) */"
    case 2: "/* c\(comments)\n * more */"
    case 3: "\n\n"
    case 4, 5: "\n"
    case 6: "\t"
    default: " "
    }
  }
}
