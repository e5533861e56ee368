import Testing

@testable import JSON

@Suite("Accepted texts")
struct AcceptedTextTests {
  @Test(
    "Every form is read, and compacts to standard JSON",
    arguments: [
      ("null", "null"), ("true", "true"), ("false", "false"), ("\"\"", "\"\""), ("0", "0"),
      ("-0", "-0"), ("-0.0e-0", "-0.0e-0"), ("1E+2", "1E+2"), ("10.50", "10.50"),
      ("123456789012345678901234567890", "123456789012345678901234567890"),
      ("[]", "[]"), ("{}", "{}"), (" [ ] ", "[]"), ("\t{\r\n} ", "{}"),
      ("[[],{},[[]]]", "[[],{},[[]]]"),
      ("[1,]", "[1]"), ("[1 , /**/ ]", "[1]"), ("{\"a\":1,}", "{\"a\":1}"),
      ("{\"a\":{\"b\":[1,],},}", "{\"a\":{\"b\":[1]}}"),
      ("{ \"b\" : 1 , \"a\" : [ 1 , 2 ] }", "{\"b\":1,\"a\":[1,2]}"),
      ("// first\n1 // last", "1"), ("/* a * b / ** */1/**/", "1"),
      ("{/*a*/\"a\"/*b*/:/*c*/1/*d*/,/*e*/\"b\"//\n:2}", "{\"a\":1,\"b\":2}"),
      ("\u{FEFF}[1]", "[1]"), ("\"//\"", "\"//\""), (#""\u0041\/\"\\""#, #""\u0041\/\"\\""#),
      ("\"\u{7F}é名🦊\u{10FFFF}\"", "\"\u{7F}é名🦊\u{10FFFF}\""),
    ])
  func accepts(text: String, compact: String) throws {
    let tape = try read(text)
    #expect(Scanned(tape).compact == compact)
    #expect(try skip(Array(text.utf8)) == nil)
  }

  @Test("Escapes are replaced, everything else is kept byte for byte")
  func unescapes() throws {
    let tape = try read(#"["\"\\\/\b\f\n\r\t", "\u0041\u00e9\u540d\ud83e\udd8a", "é", "\uFFFF"]"#)
    #expect(tape.string(at: 1) == "\"\\/\u{8}\u{C}\n\r\t")
    #expect(tape.string(at: 2) == "Aé名🦊")
    #expect(tape.string(at: 3) == "é")
    #expect(tape.string(at: 4) == "\u{FFFF}")
    #expect(tape.tokens.map(\.hasEscapes) == [false, true, true, false, true])
    var bytes = Array("x".utf8)
    tape.append(textAt: 2, to: &bytes)
    #expect(bytes == Array("xAé名🦊".utf8))
  }

  @Test("Tokens stand in document order with their extent, their count and what follows")
  func tokens() throws {
    let tape = try read(#"{"a": [1, {}], "b": "x"}"#)
    typealias Kind = Tape.Token.Kind
    #expect(
      tape.tokens.map(\.kind)
        == [.object, .name, .array, .number, .object, .name, .string] as [Kind])
    #expect(tape.tokens.map(\.next) == [7, 2, 5, 4, 5, 6, 7])
    #expect(tape.tokens.map(\.count) == [2, 0, 2, 0, 0, 0, 0])
    #expect(
      tape.tokens.indices.map { tape.string(at: $0) }
        == [#"{"a": [1, {}], "b": "x"}"#, "a", "[1, {}]", "1", "{}", "b", "x"])
  }

  @Test("A token's place is counted in lines, scalars and bytes of its file")
  func positions() throws {
    var scanner = scanner(Array("\u{FEFF}// é\n\r\n  [\"é名🦊\", /*é*/ 1,\r\n\"x\"]".utf8))
    var tape = Tape()
    try scanner.readValue(into: &tape)
    #expect(tape.start == TextPosition(line: 3, column: 3, offset: 13))
    #expect(tape.position(of: 0) == tape.start)
    #expect(tape.position(of: 1) == TextPosition(line: 3, column: 4, offset: 14))
    #expect(tape.position(of: 2) == TextPosition(line: 3, column: 17, offset: 34))
    #expect(tape.position(of: 3) == TextPosition(line: 4, column: 1, offset: 38))
    #expect(scanner.position == TextPosition(line: 4, column: 5, offset: 42))
  }

  @Test("Names are compared by their unescaped bytes")
  func names() throws {
    let tape = try read(#"{"name": 1, "n\u0061me2": 2, "é": 3, "": 4}"#)
    #expect(tape.nameEquals(1, Array("name".utf8)))
    #expect(!tape.nameEquals(1, Array("nam".utf8)))
    #expect(!tape.nameEquals(1, Array("namf".utf8)))
    #expect(tape.nameEquals(3, Array("name2".utf8)))
    #expect(!tape.nameEquals(3, Array(#"n\u0061me2"#.utf8)))
    #expect(!tape.nameEquals(5, Array("e\u{301}".utf8)))
    #expect(tape.nameEquals(7, []))
  }

  @Test("A tape that is used again forgets the value before")
  func reuse() throws {
    var scanner = scanner(Array("[1,2,3]\n\"x\"\n[".utf8))
    var tape = Tape()
    try scanner.readValue(into: &tape)
    try scanner.readValue(into: &tape)
    #expect(Scanned(tape).source == "\"x\"")
    #expect(tape.tokens.count == 1)
    #expect(throws: JSONSyntaxError.self) { try scanner.readValue(into: &tape) }
    #expect(tape.tokens.isEmpty && tape.bytes.isEmpty)
  }

  @Test("As deep as allowed and no deeper, the outer structure counted")
  func depth() throws {
    func nested(_ depth: Int) -> [UInt8] {
      Array((String(repeating: "[", count: depth) + String(repeating: "]", count: depth)).utf8)
    }
    var tape = Tape()
    var scanner = scanner(nested(5), depth: 5)
    try scanner.beginArray()
    _ = try scanner.nextElement()
    try scanner.readValue(into: &tape)
    #expect(tape.tokens.count == 4)

    #expect(try read(nested(256)).tokens.count == 256)
    let error = try #require(try skip(nested(257)))
    #expect(error.kind == .tooDeep(limit: 256))
    #expect(error.position == TextPosition(line: 1, column: 257, offset: 256))
    #expect(try outcome(nested(257)) == .error(error))
    #expect(try outcome(nested(1_000_000)) == .error(error))
    #expect(throws: error) { try walk(nested(257)) }
  }
}
