import Testing

@testable import JSON

@Suite("Duplicate names")
struct DuplicateNameTests {
  @Test(
    "A name twice in one object is refused with both places, however it is written",
    arguments: [
      (#"{"a":1,"a":2}"#, 8, 2), (#"{"a":1,"\u0061":2}"#, 8, 2), (#"{"\u0061":1,"a":2}"#, 13, 2),
      (#"[{"b":{"a":1},"c":[{"a":2}],"é":0,"c":3}]"#, 35, 15), (#"{"":1,"":2}"#, 7, 2),
    ])
  func refuses(text: String, second: Int, first: Int) throws {
    let error = try #require(throws: JSONSyntaxError.self) { try read(text) }
    guard case .duplicateName(let place) = error.kind else {
      Issue.record("\(error)")
      return
    }
    #expect(error.position.column == second)
    #expect(place.column == first)
    #expect(try skip(Array(text.utf8)) == error)
  }

  @Test(
    "Names that differ are accepted",
    arguments: [
      #"{"a":{"a":{"a":1}}}"#, #"[{"a":1},{"a":1}]"#, "{\"é\":1,\"e\u{301}\":2}",
      #"{"ab":1,"ba":2,"aab":3,"abb":4}"#, #"{"a":1,"A":2,"\\u0061":3}"#,
    ])
  func accepts(text: String) throws {
    #expect(throws: Never.self) { try read(text) }
    #expect(throws: Never.self) { try walk(Array(text.utf8)) }
  }

  @Test("The message shows the name, cut where it is long")
  func message() throws {
    let long = String(repeating: "x", count: 5000)
    let error = try #require(throws: JSONSyntaxError.self) {
      try read("{\"\(long)\":1,\n\"\(long)\":1}")
    }
    #expect(
      error.message
        == "expected each name once in an object, found `\(long.prefix(100))…` again after 1:2")
  }

  @Test(
    "Each pair of places in an object of any size is found", arguments: [2, 31, 32, 33, 34, 100])
  func pairs(count: Int) throws {
    for second in 1..<count {
      for first in [0, second / 2, second - 1] {
        let names = (0..<count).map { "n\($0 == second ? first : $0)" }
        let text = "{" + names.map { "\"\($0)\":[{}]" }.joined(separator: ",\n") + "}"
        let error = try #require(throws: JSONSyntaxError.self) { try read(text) }
        #expect(error.position.line == second + 1)
        guard case .duplicateName(let place) = error.kind else {
          Issue.record("\(error)")
          return
        }
        #expect(place.line == first + 1)
      }
    }
  }

  @Test(
    "An object of many members takes time for each member, not for each pair",
    .timeLimit(.minutes(1)))
  func large() throws {
    let count = 200_000
    var text = "{" + (0..<count).map { "\"name\($0 + 100_000)\":0" }.joined(separator: ",\n")
    let tape = try read(text + "}")
    #expect(tape.tokens[0].count == count)
    text += ",\n\"name\\u0031\(String(100_007).dropFirst())\":0}"
    let error = try #require(throws: JSONSyntaxError.self) { try read(text) }
    #expect(error.position.line == count + 1)
    #expect(try skip(Array(text.utf8)) == error)
  }
}
