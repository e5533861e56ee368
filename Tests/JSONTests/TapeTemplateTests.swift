import JSON
import TestSupport
import Testing

/// Values made of one, each with its own number.
struct TapeTemplateTests {
  private func tape(_ text: String) throws -> Tape {
    var scanner = JSONScanner(BytesSource(Array(text.utf8)))
    var tape = Tape()
    try scanner.readValue(into: &tape)
    return tape
  }

  private func compact(_ tape: borrowing Tape) -> String {
    var out: [UInt8] = []
    tape.appendCompact(at: 0, to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  @Test(arguments: [
    (7, #"{"a":"7","b":["x7y","00007"],"c":{"d":"7-7"},"e":"{{m}}{{n","f":1}"#),
    (12, #"{"a":"12","b":["x12y","00012"],"c":{"d":"12-12"},"e":"{{m}}{{n","f":1}"#),
    (
      123456,
      #"{"a":"123456","b":["x123456y","123456"],"c":{"d":"123456-123456"},"e":"{{m}}{{n","f":1}"#
    ),
    (0, #"{"a":"0","b":["x0y","00000"],"c":{"d":"0-0"},"e":"{{m}}{{n","f":1}"#),
  ])
  func numbersOfAnyLength(number: Int, text: String) throws {
    let source =
      #"{"a": "{{n}}", "b": ["x{{n}}y", "{{n:5}}"], "c": {"d": "{{n}}-{{n}}"}, "e": "{{m}}{{n", "f": 1}"#
    var template = TapeTemplate(try tape(source))
    var made = Tape()
    template.write(5, into: &made)
    template.write(number, into: &made)
    #expect(compact(made) == text)
    let plain = try tape(text)
    #expect(made.tokens.map(\.next) == plain.tokens.map(\.next))
    for token in plain.tokens.indices where plain.tokens[token].kind == .string {
      #expect(made.string(at: token) == plain.string(at: token))
    }
  }

  @Test(arguments: [1, 3, 5])
  func aMemberIsLeftOut(name: Int) throws {
    let text = #"{"a": "{{n}}", "b": [1, 2], "c": {"d": 3}}"#
    let source = try tape(text)
    let token = try #require([1: 1, 3: 3, 5: 7][name])
    var template = TapeTemplate(source, without: token)
    var made = Tape()
    template.write(1, into: &made)
    let rest = [#""a":"1""#, #""b":[1,2]"#, #""c":{"d":3}"#]
    let kept = rest.indices.filter { $0 != name / 2 }.map { rest[$0] }
    #expect(compact(made) == "{" + kept.joined(separator: ",") + "}")
    let plain = try tape("{" + kept.joined(separator: ",") + "}")
    #expect(made.tokens.map(\.next) == plain.tokens.map(\.next))
    #expect(made.tokens.map(\.count) == plain.tokens.map(\.count))
  }

  @Test func placesAreThoseOfTheTemplate() throws {
    let source = try tape("\n {\"a\": \"{{n}}\", \"b\": \"{{n}}\",\n \"c\": 1}")
    var template = TapeTemplate(source, without: 1)
    var made = Tape()
    template.write(1_000_000, into: &made)
    #expect(made.position(of: 0) == source.position(of: 0))
    #expect(made.position(of: 2) == source.position(of: 4))
    #expect(made.position(of: 4).line == 3)
    try #expect(compact(tape("[1]")) == "[1]")
  }

  @Test func aTapeThatIsReadIntoAgainHasItsOwnPlaces() throws {
    var template = TapeTemplate(try tape("     \"{{n}}\""))
    var made = Tape()
    template.write(3, into: &made)
    #expect(made.position(of: 0).column == 6)
    var scanner = JSONScanner(BytesSource(Array("  [\"b\"]".utf8)))
    try scanner.readValue(into: &made)
    #expect(made.position(of: 1).column == 4)
  }
}
