import Testing

@testable import Seedbed

struct SuggestionTests {
  @Test(
    arguments: [
      ("emial", "email"), ("EMAIL", "email"), ("nmae", "name"), ("created", nil), ("x", nil),
    ] as [(String, String?)])
  func `the nearest name is a slip of the pen away`(name: String, nearest: String?) {
    #expect(Suggestion.nearest(to: name, in: ["email", "name", "id"]) == nearest)
  }

  @Test func `where none is near, what there is is listed`() {
    #expect(Suggestion.hint(for: "zzzz", among: ["a", "b"]) == "there is: \"a\", \"b\"")
    #expect(Suggestion.hint(for: "zzzz", among: []) == nil)
  }
}
