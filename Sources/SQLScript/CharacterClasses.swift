/// The classes of bytes the lexical rules speak of (PostgreSQL manual, section 4.1).
extension UInt8 {
  static let newline = UInt8(ascii: "\n")
  static let carriageReturn = UInt8(ascii: "\r")
  static let quote = UInt8(ascii: "'")
  static let doubleQuote = UInt8(ascii: "\"")
  static let backslash = UInt8(ascii: "\\")
  static let dollar = UInt8(ascii: "$")
  static let semicolon = UInt8(ascii: ";")
  static let colon = UInt8(ascii: ":")
  static let equals = UInt8(ascii: "=")
  static let period = UInt8(ascii: ".")
  static let plus = UInt8(ascii: "+")
  static let minus = UInt8(ascii: "-")
  static let slash = UInt8(ascii: "/")
  static let asterisk = UInt8(ascii: "*")
  static let ampersand = UInt8(ascii: "&")
  static let underscore = UInt8(ascii: "_")
  static let openParenthesis = UInt8(ascii: "(")
  static let closeParenthesis = UInt8(ascii: ")")
  static let closeBracket = UInt8(ascii: "]")

  /// Space, tab, line feed, vertical tab, form feed, carriage return.
  package var isSpace: Bool { self == 0x20 || (0x09...0x0D).contains(self) }

  var isDigit: Bool { (0x30...0x39).contains(self) }

  var isLetter: Bool { (0x61...0x7A).contains(self | 0x20) }

  /// Every byte of a character outside ASCII may stand in an identifier, whatever the character.
  var isIdentifierStart: Bool { isLetter || self == .underscore || self >= 0x80 }

  /// What may follow in a dollar quote's tag: no dollar sign.
  var isTagPart: Bool { isIdentifierStart || isDigit }

  var isIdentifierPart: Bool { isTagPart || self == .dollar }

  /// `~ ! @ # ^ & | ? + - * / % < > =` and the backtick.
  var isOperator: Bool {
    switch self {
    case 0x21, 0x23, 0x25, 0x26, 0x2A, 0x2B, 0x2D, 0x2F, 0x3C...0x40, 0x5E, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }

  /// The operator characters that let a longer operator end in `+` or `-`.
  var allowsTrailingSign: Bool {
    switch self {
    case 0x21, 0x23, 0x25, 0x26, 0x3F, 0x40, 0x5E, 0x60, 0x7C, 0x7E: true
    default: false
    }
  }

  var isSign: Bool { self == .plus || self == .minus }

  /// A byte of a UTF-8 sequence other than its first.
  var isContinuation: Bool { self & 0xC0 == 0x80 }

  var uppercased: UInt8 { (0x61...0x7A).contains(self) ? self & ~0x20 : self }
}

extension SourceText {
  /// Whether the word at `range` is `keyword`, given in capitals, in any case of letters.
  func spells(_ keyword: String, at range: Range<Int>) -> Bool {
    guard keyword.utf8.count == range.count else { return false }
    var index = range.lowerBound
    for letter in keyword.utf8 {
      guard self[index].uppercased == letter else { return false }
      index += 1
    }
    return true
  }
}
