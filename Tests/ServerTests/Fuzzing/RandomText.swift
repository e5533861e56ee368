import TestSupport

extension FixedRandom {
  /// A string's content, of any scalars that PostgreSQL takes.
  mutating func string(upTo limit: Int = 12) -> String {
    let special: [Unicode.Scalar] = [
      "\"", "\\", "'", ",", "{", "}", "(", ")", "[", "]", "\t", "\n", "\r", "\u{1}", "\u{1F}",
      "\u{7F}", " ", "$", "|", "N", "\u{301}", "\u{FEFF}", "\u{FFFE}", "\u{10FFFF}", "e", "é", "/",
    ]
    var text = ""
    for _ in 0..<upTo(limit + 1) {
      switch upTo(5) {
      case 0, 1: text.unicodeScalars.append(Unicode.Scalar(UInt8(0x61 + upTo(26))))
      case 2, 3: text.unicodeScalars.append(pick(special))
      default:
        if let scalar = Unicode.Scalar(UInt32(1 + upTo(0x10FFFF))) {
          text.unicodeScalars.append(scalar)
        }
      }
    }
    return text
  }

  /// One of the many ways in which JSON can write a string.
  mutating func quoted(_ text: String) -> String {
    var out = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": out += oneIn(3) ? escaped(scalar) : "\\" + String(scalar)
      case "\n": out += oneIn(2) ? escaped(scalar) : "\\n"
      case "\t": out += oneIn(2) ? escaped(scalar) : "\\t"
      case "/": out += oneIn(2) ? "/" : "\\/"
      case _ where scalar.value < 0x20 || oneIn(6): out += escaped(scalar)
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out + "\""
  }

  private mutating func escaped(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16, uppercase: oneIn(2))
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }

  mutating func digits(_ count: Int) -> String { (0..<count).map { _ in "\(upTo(10))" }.joined() }

  /// So many digits, the first of them no zero.
  mutating func integer(digits count: Int) -> String {
    count <= 1 ? digits(1) : "\(1 + upTo(9))" + digits(count - 1)
  }

  /// White space and comments, where JSON has room for them.
  mutating func space() -> String {
    pick(["", "", "", "", " ", "\n", "\r\n", "\t", " // x [{\"\n", "/* \" } */", "  \n  "])
  }
}
