import TestSupport
import Testing

@testable import JSON

/// The canonical layout, rule by rule.
struct FormattingTests {
  private func formatted(_ text: String, _ form: JSONFormatter.Form = .document) throws -> String {
    try JSONFormatter.check(BytesSource(Array(text.utf8)), form: form)
    var bytes: [UInt8] = []
    try JSONFormatter.format(
      BytesSource(Array(text.utf8)), form: form, isOuter: Formatted.isOuter
    ) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test(arguments: [
    ("[]", "[]\n"), ("{}", "{}\n"), ("[ {} ]", "[\n  {}\n]\n"),
    (
      #"[{"a":1,"b":[1,2,{}]},{"a":2}]"#,
      #"""
      [
        {"a": 1, "b": [1, 2, {}]},
        {"a": 2}
      ]

      """#
    ),
    (
      #"{"$key":["a"],"$rows":[{"a":1.50},{"a":"\u0041",},],}"#,
      #"""
      {
        "$key": ["a"],
        "$rows": [
          {"a": 1.50},
          {"a": "\u0041"}
        ]
      }

      """#
    ),
    (
      #"{"t":[{"a":1}],"u":{"$defaults":{"b":2},"$rows":[{"a":[]}]}}"#,
      #"""
      {
        "t": [
          {"a": 1}
        ],
        "u": {
          "$defaults": {"b": 2},
          "$rows": [
            {"a": []}
          ]
        }
      }

      """#
    ),
  ])
  func `a record a line`(text: String, expected: String) throws {
    #expect(try formatted(text) == expected)
  }

  @Test func `100 columns are one line, 101 are several`() throws {
    // `  {"a": "…"}` has eleven columns beside the letters.
    let fits = String(repeating: "é", count: 89)
    #expect(try formatted(#"[{"a":"\#(fits)"}]"#) == "[\n  {\"a\": \"\(fits)\"}\n]\n")
    #expect(
      try formatted(#"[{"a":"\#(fits)x"}]"#) == "[\n  {\n    \"a\": \"\(fits)x\"\n  }\n]\n")
    // The comma counts.
    #expect(
      try formatted(#"[{"a":"\#(fits)"},{}]"#)
        == "[\n  {\n    \"a\": \"\(fits)\"\n  },\n  {}\n]\n")
  }

  @Test func `numbers fill lines`() throws {
    let numbers = (100..<140).map(String.init).joined(separator: ",")
    let lines = try formatted("[[\(numbers)]]").split(separator: "\n")
    #expect(lines.count == 7)
    #expect(lines[2].hasPrefix("    100, 101, "))
    #expect(lines.allSatisfy { $0.count <= 100 })
  }

  @Test func `comments and single empty lines stay`() throws {
    let text = #"""
      // head


      /* second */
      [ // open
        {"a": 1}, // one
        {"a": 2} /* two */,


        // group
        /* in */ {"a": 3, // long
          "b": /* why */ 4},
        {
          // inside
          "a": 5

          ,"c": 6
        } // last
        // end
      ]
      // after

      """#
    #expect(
      try formatted(text) == #"""
        // head

        /* second */
        [
          // open
          {"a": 1}, // one
          {"a": 2} /* two */,

          // group
          /* in */ {
            "a": 3, // long
            "b": /* why */ 4
          },
          {
            // inside
            "a": 5,
            "c": 6
          } // last
          // end
        ]
        // after

        """#)
  }

  @Test func `lines stay lines`() throws {
    let long = String(repeating: "x", count: 200)
    let text = "\u{FEFF}// all\r\n{\"a\" : \"\(long)\"}\r\n\r\n\r\n{ // why\n\"a\":\n2}\n/* end */"
    #expect(
      try formatted(text, .lines)
        == "// all\n{\"a\": \"\(long)\"}\n\n// why\n{\"a\": 2}\n/* end */\n")
    #expect(try formatted("", .lines) == "")
  }

  @Test(arguments: ["[", "[1 2]", "{\"a\": 1, \"a\": 2}", "[1] 2", "[01]", "[/* ]"])
  func `a mistake is found by the check`(text: String) {
    #expect(throws: JSONSyntaxError.self) { try formatted(text) }
  }

  @Test(arguments: [JSONFormatter.Form.document, .lines])
  func `any text keeps its values and comments, and is left alone the second time`(
    form: JSONFormatter.Form
  ) throws {
    var generator = CommentedText(random: FixedRandom(state: 20_261_122))
    for _ in 0..<3000 {
      let text = form == .document ? generator.document() : generator.lines()
      let once = try formatted(text, form)
      #expect(try formatted(once, form) == once, "\(text)")
      let (before, after) = try (Formatted(text, form), Formatted(once, form))
      #expect(before.values == after.values, "\(text)")
      #expect(before.comments == after.comments, "\(text)")
      if form == .lines {
        #expect(before.values.count <= once.split(separator: "\n").count)
      }
    }
  }
}

/// What formatting has to keep.
private struct Formatted {
  /// Each as compact JSON, numbers and escapes as written.
  var values: [String] = []
  /// In any order: a comment may move to the line before its record.
  var comments: [String] = []

  init(_ text: String, _ form: JSONFormatter.Form) throws {
    var scanner = JSONScanner(BytesSource(Array(text.utf8)))
    var tape = Tape()
    while try scanner.hasMore() {
      try scanner.readValue(into: &tape)
      var compact: [UInt8] = []
      tape.appendCompact(at: 0, to: &compact)
      values.append(String(decoding: compact, as: UTF8.self))
    }
    var tokens = FormatTokenReader(BytesSource(Array(text.utf8)))
    while case let token = try tokens.next(), token.kind != .end {
      if token.kind == .lineComment || token.kind == .blockComment {
        comments.append(String(decoding: token.text, as: UTF8.self))
      }
    }
    comments.sort()
  }

  static func isOuter(_ path: [String]) -> Bool {
    switch path.count {
    case 0: true
    case 1: ["t", "u", "$rows"].contains { path[0].hasPrefix($0) }
    case 2: path[0].hasPrefix("u") && path[1].hasPrefix("$rows")
    default: false
    }
  }
}
