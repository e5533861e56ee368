import JSON
import Postgres
import Testing

@testable import Seedbed

struct ProblemReportTests {
  private var two: Problem {
    get throws {
      try #require(
        Problem.together([
          Problem("b", "second", at: .init(file: "b.json")),
          Problem(
            "a.x", "unknown column \"emial\"", hint: "did you mean \"email\"?",
            at: .init(file: "a.json", line: 2, column: 3), excerpt: "\t{\"emial\": 1}",
            notes: ["a note"], exitStatus: .attention),
        ]))
    }
  }

  @Test func `the text can be followed by editors`() throws {
    #expect(
      ProblemReport(try two).text(.plain) == """
        a.json:2:3: error: unknown column "emial"
            \t{"emial": 1}
            \t ^
          a note
          hint: did you mean "email"?
        b.json: error: second
        2 errors
        """)
  }

  @Test func `the JSON holds all`() throws {
    let report = ProblemReport(try two)
    #expect(report.exitStatus == .attention)
    #expect(
      report.json == [
        "error": [
          "code": "a.x", "message": "unknown column \"emial\"", "hint": "did you mean \"email\"?",
          "location": ["file": "a.json", "line": 2, "column": 3], "notes": ["a note"],
          "more": [["code": "b", "message": "second", "location": ["file": "b.json"]]],
        ]
      ])
  }

  @Test func `a long line is cut around its place`() {
    let line = String(repeating: "a", count: 500) + "X" + String(repeating: "b", count: 500)
    let lines = Excerpt(line: line, column: 501).lines
    #expect(lines[0].count == 120)
    #expect(lines[0].dropFirst(lines[1].count - 1).first == "X")
  }

  @Test func `the caret stands under its character, however wide those before it are`() {
    // Four wide letters, one with a mark of its own, an emoji, a tab.
    let lines = Excerpt(line: "日本語テe\u{301}🐘\tx", column: 9).lines
    #expect(lines[1] == String(repeating: " ", count: 11) + "\t^")
  }

  @Test(arguments: [0, -1, 5, 100]) func `a column beside the line has no caret`(column: Int) {
    #expect(Excerpt(line: "abc", column: column).lines == ["abc"])
  }

  @Test func `names do not steer the terminal`() {
    let problem = Problem(
      "x", "no column \"a\u{1B}[31m\u{7}\"", hint: "did you mean \"\u{202E}b\"?",
      at: .init(file: "a\u{9B}.json", line: 1, column: 2), excerpt: "a\u{1B}b")
    #expect(
      ProblemReport(problem).text(.plain) == #"""
        a\u{9b}.json:1:2: error: no column "a\u{1b}[31m\u{7}"
            a\#u{FFFD}b
             ^
          hint: did you mean "\u{202e}b"?
        """#)
  }

  @Test func `a server's error shows no row values`() {
    var error = PostgresError(sqlState: "23505", message: "duplicate key value")
    error.detail = "Key (email)=(ada@example.com) already exists."
    let problem = Problem.describing(error)
    #expect(problem.code == "postgres.23505")
    #expect(problem.notes == ["Key (email) already exists."])
  }

  @Test func `a missing privilege has a way out`() {
    let error = PostgresError(sqlState: "42501", message: "permission denied for schema public")
    #expect(Problem(error).hint?.contains("GRANT") == true)
  }
}
