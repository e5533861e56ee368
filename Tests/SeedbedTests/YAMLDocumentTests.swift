import Testing
import YAML

struct YAMLDocumentTests {
  private func parse(_ text: String) throws -> YAMLNode? {
    try YAMLDocument.parse(Array(text.utf8))
  }

  @Test func `values, their quotes and their lines`() throws {
    let members = try #require(
      try parse("# c\na: 1\n\"b\": 'x'\nc:\n  - y\n  - |\n    z\n")?.members)
    #expect(members.map(\.key.text) == ["a", "b", "c"])
    #expect(members.map(\.key.line) == [2, 3, 4])
    guard case .scalar("1", isPlain: true) = members[0].value.content,
      case .scalar("x", isPlain: false) = members[1].value.content,
      case .sequence(let elements) = members[2].value.content
    else {
      Issue.record("\(members)")
      return
    }
    #expect(elements.map(\.text) == ["y", "z\n"])
    #expect(elements[1].line == 6)
  }

  @Test func `merged members come after a mapping's own, and lose to them`() throws {
    let text = "x: &x {a: 1, b: 2}\ny: &y {b: 3, c: 4}\nz:\n  <<: [*x, *y]\n  a: 0\n"
    let merged = try #require(try parse(text)?.members?.last?.value.members)
    #expect(merged.map { "\($0.key.text ?? "")\($0.value.text ?? "")" } == ["a0", "b2", "c4"])
  }

  @Test func `nothing at all is no value`() throws {
    #expect(try parse("")?.line == nil)
    #expect(try parse("# only a comment\n")?.line == nil)
  }

  @Test(arguments: ["a: [", "a: b: c", "\t- x", "a: *unknown", "'", "a: \u{0}"])
  func `a mistake has its place and is no crash`(text: String) throws {
    let error = try #require(#expect(throws: YAMLError.self) { try parse(text) })
    #expect(error.line >= 1)
    #expect(!error.message.isEmpty)
  }

  @Test func `a text that stands for too much is refused`() throws {
    let levels = (1..<12).map { level in
      "l\(level): &l\(level) [" + repeatElement("*l\(level - 1)", count: 10).joined(separator: ", ")
        + "]"
    }
    #expect(throws: YAMLError.self) {
      try parse((["l0: &l0 x"] + levels).joined(separator: "\n"))
    }
    #expect(throws: YAMLError.self) { try parse("a: &a [*a]") }
    #expect(throws: YAMLError.self) {
      try parse(String(repeating: "[", count: 400) + String(repeating: "]", count: 400))
    }
  }

  @Test func `bytes that are not UTF-8 are refused`() {
    #expect(throws: YAMLError.self) { try YAMLDocument.parse([0x61, 0x3A, 0x20, 0xFF, 0x0A]) }
  }
}
