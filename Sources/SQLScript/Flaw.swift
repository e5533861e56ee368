/// An error before its line and column are known.
struct Flaw {
  let kind: ScriptError.Kind
  let offset: Int
  let message: String
  var hint: String?

  /// For a token the text ends in; nil for one that needs no closing.
  static func unterminated(_ token: Token) -> Flaw? {
    let offset = token.range.lowerBound
    switch token.kind {
    case .string:
      return Flaw(
        kind: .unterminatedString, offset: offset,
        message: "the string that begins here has no closing quote",
        hint: "a quote inside a string is written twice; only E'…' strings know backslashes")
    case .quotedIdentifier:
      return Flaw(
        kind: .unterminatedQuotedIdentifier, offset: offset,
        message: "the quoted identifier that begins here has no closing double quote")
    case .dollarString:
      return Flaw(
        kind: .unterminatedDollarQuote, offset: offset,
        message: "the dollar quote that begins here is not closed",
        hint: "it closes with the same tag in the same letters")
    case .blockComment:
      return Flaw(
        kind: .unterminatedComment, offset: offset,
        message: "the comment that begins here is not closed",
        hint: "comments nest: every /* inside needs a */ of its own")
    default: return nil
    }
  }

  static func unclosedParenthesis(at offset: Int) -> Flaw {
    Flaw(
      kind: .unclosedParenthesis, offset: offset,
      message: "the parenthesis that opens here is not closed")
  }

  static func unopenedParenthesis(at offset: Int) -> Flaw {
    Flaw(
      kind: .unopenedParenthesis, offset: offset,
      message: "this closing parenthesis has no opening one")
  }

  static func unclosedBody(at offset: Int) -> Flaw {
    Flaw(
      kind: .unclosedBody, offset: offset,
      message: "the BEGIN ATOMIC body that begins here has no END")
  }

  static func textBeforeCopyData(at offset: Int) -> Flaw {
    Flaw(
      kind: .textBeforeCopyData, offset: offset,
      message: "the data of COPY … FROM STDIN begins on the next line, so nothing may stand here",
      hint: #"move it below the line \. that ends the data"#)
  }

  static func psqlVariable(at offset: Int) -> Flaw {
    Flaw(
      kind: .psqlVariable, offset: offset,
      message: "psql variables are not replaced",
      hint: "write the value out; where a colon before a quote is meant, put a space between")
  }

  static func nonconformingStrings(at offset: Int) -> Flaw {
    Flaw(
      kind: .nonconformingStrings, offset: offset,
      message: "strings are read with standard_conforming_strings on, as every server has it",
      hint: "leave the setting out, and write E'…' where a backslash escapes")
  }

  static func invalidUTF8(_ byte: UInt8, at offset: Int) -> Flaw {
    let isUTF16 = offset == 0 && byte >= 0xFE
    return Flaw(
      kind: .invalidUTF8, offset: offset,
      message: "byte 0x\(String(byte, radix: 16, uppercase: true)) is not UTF-8",
      hint: isUTF16
        ? "the file looks like UTF-16: save it as UTF-8" : "save the file as UTF-8")
  }

  static func nulByte(at offset: Int) -> Flaw {
    Flaw(
      kind: .nulByte, offset: offset, message: "a NUL byte cannot stand in a script",
      hint: "save the file as UTF-8 text")
  }
}
