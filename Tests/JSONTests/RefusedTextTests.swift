import Testing

@testable import JSON

/// A text that is refused, and the place where.
struct Refused: Sendable, CustomStringConvertible {
  var bytes: [UInt8]
  var kind: JSONSyntaxError.Kind
  var line: Int
  var column: Int
  var message: String

  init(
    _ text: String, _ kind: JSONSyntaxError.Kind, _ column: Int, line: Int = 1, _ message: String
  ) {
    self.init(Array(text.utf8), kind, column, line: line, message)
  }

  init(
    _ bytes: [UInt8], _ kind: JSONSyntaxError.Kind, _ column: Int, line: Int = 1, _ message: String
  ) {
    self.bytes = bytes
    self.kind = kind
    self.line = line
    self.column = column
    self.message = message
  }

  var description: String { String(decoding: bytes, as: UTF8.self) }

  static let notUTF8 =
    "found a byte that is not UTF-8, expected UTF-8: save the file as UTF-8"
  static let utf16 = "found UTF-16 or UTF-32 text, expected UTF-8: save the file as UTF-8"
  static let escape =
    #"expected one of `"`, `\`, `/`, `b`, `f`, `n`, `r`, `t`, `u` after `\`, found "#

  static let structure = [
    Refused("", .unexpectedEnd, 1, "expected a value, found the end of the text"),
    Refused(" \n ", .unexpectedEnd, 2, line: 2, "expected a value, found the end of the text"),
    Refused("}", .unexpectedCharacter, 1, "expected a value, found `}`"),
    Refused("[", .unexpectedEnd, 2, "expected a value, found the end of the text"),
    Refused("[1", .unexpectedEnd, 3, "expected `,` or `]`, found the end of the text"),
    Refused("[1 2]", .unexpectedCharacter, 4, "expected `,` or `]`, found `2`"),
    Refused("[1}", .unexpectedCharacter, 3, "expected `,` or `]`, found `}`"),
    Refused("[,]", .unexpectedCharacter, 2, "expected a value, found `,`"),
    Refused("[1,,]", .unexpectedCharacter, 4, "expected a value, found `,`"),
    Refused("{,}", .unexpectedCharacter, 2, "expected a name in double quotes or `}`, found `,`"),
    Refused("{a:1}", .unexpectedCharacter, 2, "expected a name in double quotes or `}`, found `a`"),
    Refused(
      "{'a':1}", .unexpectedCharacter, 2, "expected a name in double quotes or `}`, found `'`"),
    Refused("{1:1}", .unexpectedCharacter, 2, "expected a name in double quotes or `}`, found `1`"),
    Refused("{\"a\" 1}", .unexpectedCharacter, 6, "expected `:` after a name, found `1`"),
    Refused("{\"a\":}", .unexpectedCharacter, 6, "expected a value, found `}`"),
    Refused("{\"a\":1 \"b\":2}", .unexpectedCharacter, 8, "expected `,` or `}`, found `\"`"),
    Refused("{\"a\":1]", .unexpectedCharacter, 7, "expected `,` or `}`, found `]`"),
    Refused("{\"a\"", .unexpectedEnd, 5, "expected `:` after a name, found the end of the text"),
    Refused(
      "{\"a\":1,", .unexpectedEnd, 8,
      "expected a name in double quotes or `}`, found the end of the text"),
    Refused("1 2", .trailingContent, 3, "expected the end of the text, found `2`"),
    Refused("[1]]", .trailingContent, 4, "expected the end of the text, found `]`"),
    Refused(
      "{\"é\":\r\n\"é\" é", .unexpectedCharacter, 5, line: 2, "expected `,` or `}`, found `é`"),
    Refused("[1,\u{A0}2]", .unexpectedCharacter, 4, "expected a value, found U+00A0"),
    Refused("[\u{FEFF}]", .unexpectedCharacter, 2, "expected a value, found U+FEFF"),
    Refused("[1\u{B}]", .unexpectedCharacter, 3, "expected `,` or `]`, found U+000B"),
    Refused("'a'", .unexpectedCharacter, 1, "expected a value, found `'`"),
    Refused("NaN", .unexpectedCharacter, 1, "expected a value, found `N`"),
    Refused("Infinity", .unexpectedCharacter, 1, "expected a value, found `I`"),
    Refused("nul", .unexpectedEnd, 4, "expected `null`, found the end of the text"),
    Refused("nan", .unexpectedCharacter, 2, "expected `null`, found `a`"),
    Refused("True", .unexpectedCharacter, 1, "expected a value, found `T`"),
    Refused("[truee]", .unexpectedCharacter, 6, "expected `,` or `]`, found `e`"),
    Refused("[falſe]", .unexpectedCharacter, 5, "expected `false`, found `ſ`"),
  ]

  static let numbers = [
    Refused("[01]", .invalidNumber, 3, "expected no digit after a leading zero, found one"),
    Refused("[-01]", .invalidNumber, 4, "expected no digit after a leading zero, found one"),
    Refused("[-]", .invalidNumber, 3, "expected a digit after `-`, found `]`"),
    Refused("-", .unexpectedEnd, 2, "expected a digit after `-`, found the end of the text"),
    Refused("[-Infinity]", .invalidNumber, 3, "expected a digit after `-`, found `I`"),
    Refused("[1.]", .invalidNumber, 4, "expected a digit after `.`, found `]`"),
    Refused("1.", .unexpectedEnd, 3, "expected a digit after `.`, found the end of the text"),
    Refused("[1.e1]", .invalidNumber, 4, "expected a digit after `.`, found `e`"),
    Refused("[1e]", .invalidNumber, 4, "expected a digit after the exponent's `e`, found `]`"),
    Refused("[1E+]", .invalidNumber, 5, "expected a digit after the exponent's `e`, found `]`"),
    Refused("[.5]", .unexpectedCharacter, 2, "expected a value, found `.`"),
    Refused("[+1]", .unexpectedCharacter, 2, "expected a value, found `+`"),
    Refused("[0x10]", .unexpectedCharacter, 3, "expected `,` or `]`, found `x`"),
    Refused("[1_000]", .unexpectedCharacter, 3, "expected `,` or `]`, found `_`"),
    Refused("[1.2.3]", .unexpectedCharacter, 5, "expected `,` or `]`, found `.`"),
  ]

  static let strings = [
    Refused(
      "[\n \"abc", .unterminatedString, 2, line: 2,
      "expected a closing `\"`, found the end of the text"),
    Refused(
      "[\"é\", \"éab\\", .unterminatedString, 7,
      "expected a closing `\"`, found the end of the text"),
    Refused(
      "\"\\u00", .unterminatedString, 1, "expected a closing `\"`, found the end of the text"),
    Refused(
      "\"\\ud83e", .unterminatedString, 1, "expected a closing `\"`, found the end of the text"),
    Refused(
      "\"\\ud83e\\", .unterminatedString, 1, "expected a closing `\"`, found the end of the text"),
    Refused(
      "\"a\nb\"", .controlCharacter, 3, "found a line break inside a string, expected `\"` or `\\n`"
    ),
    Refused("\"a\tb\"", .controlCharacter, 3, "found a tab inside a string, expected `\\t`"),
    Refused(
      "\"é\u{1}\"", .controlCharacter, 3,
      "found a control character inside a string, expected an escape"),
    Refused(
      "\"0123456789\u{1F}\"", .controlCharacter, 12,
      "found a control character inside a string, expected an escape"),
    Refused("\"a\\x\"", .invalidEscape, 4, escape + "`x`"),
    Refused("\"a\\é\"", .invalidEscape, 4, escape + "`é`"),
    Refused("\"\\'\"", .invalidEscape, 3, escape + "`'`"),
    Refused(
      "\"\\u12g4\"", .invalidEscape, 6, "expected four hexadecimal digits after `\\u`, found `g`"),
    Refused(
      "\"\\u12\"", .invalidEscape, 6, "expected four hexadecimal digits after `\\u`, found `\"`"),
    Refused("\"aé\\ud83e\"", .loneSurrogate, 4, "found half of a surrogate pair, expected a pair"),
    Refused("\"\\udd8a\"", .loneSurrogate, 2, "found half of a surrogate pair, expected a pair"),
    Refused("\"\\ud83e\\n\"", .loneSurrogate, 2, "found half of a surrogate pair, expected a pair"),
    Refused(
      "\"\\ud83e\\u0041\"", .loneSurrogate, 2, "found half of a surrogate pair, expected a pair"),
    Refused(
      "\"\\ud83e\\ud83e\"", .loneSurrogate, 2, "found half of a surrogate pair, expected a pair"),
    Refused("\"ab\\u0000\"", .nulCharacter, 4, "found `\\u0000`, which no text may hold"),
    Refused("\"ab\0\"", .nulCharacter, 4, "found a zero byte, which no text may hold"),
    Refused("[1, \0]", .nulCharacter, 5, "found a zero byte, which no text may hold"),
    Refused("[1] \0", .nulCharacter, 5, "found a zero byte, which no text may hold"),
    Refused("[1] // \0", .nulCharacter, 8, "found a zero byte, which no text may hold"),
  ]

  static let encodings = [
    Refused([0x22, 0x61, 0x80, 0x22], .invalidUTF8, 3, notUTF8),
    Refused([0x22, 0xC0, 0x80, 0x22], .invalidUTF8, 2, notUTF8),
    Refused([0x22, 0xC1, 0xBF, 0x22], .invalidUTF8, 2, notUTF8),
    Refused([0x22, 0xC3, 0xA9, 0xC3, 0x22], .invalidUTF8, 3, notUTF8),
    Refused([0x22, 0xE0, 0x9F, 0xBF, 0x22], .invalidUTF8, 2, notUTF8),
    Refused([0x22, 0xED, 0xA0, 0x80, 0x22], .invalidUTF8, 2, notUTF8),
    Refused([0x22, 0xE5, 0x90, 0x22], .invalidUTF8, 2, notUTF8),
    Refused([0x22, 0xF0, 0x8F, 0xBF, 0xBF, 0x22], .invalidUTF8, 2, notUTF8),
    Refused([0x22, 0xF4, 0x90, 0x80, 0x80, 0x22], .invalidUTF8, 2, notUTF8),
    Refused([0x22, 0xF5, 0x80, 0x80, 0x80, 0x22], .invalidUTF8, 2, notUTF8),
    Refused([0x22, 0xF0, 0x9F, 0xA6], .invalidUTF8, 2, notUTF8),
    Refused([0x22, 0xFF, 0x22], .invalidUTF8, 2, notUTF8),
    Refused([0x5B, 0xE9, 0x5D], .invalidUTF8, 2, notUTF8),
    Refused([0x2F, 0x2F, 0xE9, 0x0A, 0x31], .invalidUTF8, 3, notUTF8),
    Refused([0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00], .unsupportedEncoding, 1, utf16),
    Refused([0xFE, 0xFF, 0x00, 0x5B, 0x00, 0x5D], .unsupportedEncoding, 1, utf16),
    Refused([0x5B, 0x00, 0x5D, 0x00], .unsupportedEncoding, 1, utf16),
    Refused([0x00, 0x5B, 0x00, 0x5D], .unsupportedEncoding, 1, utf16),
    Refused([0x00, 0x00, 0x00, 0x5B], .unsupportedEncoding, 1, utf16),
    Refused([0x5B, 0x00, 0x00, 0x00], .unsupportedEncoding, 1, utf16),
    Refused(
      [0x00, 0x00, 0x00, 0x00], .nulCharacter, 1, "found a zero byte, which no text may hold"),
  ]

  static let comments = [
    Refused(
      "[1 / 2]", .unexpectedCharacter, 5,
      "expected `/` or `*`, the start of a comment, found a space"),
    Refused(
      "1 /", .unexpectedEnd, 4,
      "expected `/` or `*`, the start of a comment, found the end of the text"),
    Refused("[é /* é\n * /", .unexpectedCharacter, 2, "expected a value, found `é`"),
    Refused(
      "[1 /* é\n * /", .unterminatedComment, 4,
      "expected `*/` after `/*`, found the end of the text"),
    Refused(
      "1 /*/", .unterminatedComment, 3, "expected `*/` after `/*`, found the end of the text"),
    Refused("[1 # 2\n]", .unexpectedCharacter, 4, "expected `,` or `]`, found `#`"),
    Refused("[1 // ]", .unexpectedEnd, 8, "expected `,` or `]`, found the end of the text"),
  ]

  static let all = structure + numbers + strings + encodings + comments
}

@Suite("Refused texts")
struct RefusedTextTests {
  @Test("Each is refused where it is wrong, with what was expected", arguments: Refused.all)
  func refuses(text: Refused) throws {
    let error = try #require(throws: JSONSyntaxError.self) { try read(text.bytes) }
    #expect(error.kind == text.kind)
    #expect(error.position.line == text.line)
    #expect(error.position.column == text.column)
    #expect(error.message == text.message)
    let before = text.bytes.prefix(error.position.offset)
    #expect(before.count { $0 == 0x0A } == text.line - 1)
  }

  @Test("Skipping a value is as strict as reading it", arguments: Refused.all)
  func skips(text: Refused) throws {
    let error = try #require(throws: JSONSyntaxError.self) { try read(text.bytes) }
    #expect(try skip(text.bytes) == error)
    #expect(throws: error) { try walk(text.bytes) }
  }

  @Test("A value over the limit is refused at its start, whatever the window")
  func tooLarge() throws {
    let text = Array("[1,\n  \"0123456789012345678901234567890123456789\"]".utf8)
    for feed in Feed.small + [Feed()] {
      var scanner = scanner(text, feed, maximumValue: 40)
      var tape = Tape()
      try scanner.beginArray()
      _ = try scanner.nextElement()
      try scanner.readValue(into: &tape)
      _ = try scanner.nextElement()
      let error = try #require(throws: JSONSyntaxError.self) {
        try scanner.readValue(into: &tape)
      }
      #expect(error.kind == .tooLarge(limit: 40))
      #expect(error.position == TextPosition(line: 2, column: 3, offset: 6))
    }
  }
}
