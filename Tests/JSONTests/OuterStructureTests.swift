import Testing

@testable import JSON

@Suite("Outer structure")
struct OuterStructureTests {
  @Test("Objects and arrays are walked with the place of each part")
  func walks() throws {
    let text = "{\n  \"$key\": [\"a\"],\n  \"$rows\": [\n    {}, 7\n  ]\n}"
    #expect(
      try walk(Array(text.utf8)) == [
        "{ 1:1", "$key 2:3", "[ 2:11", "a 2:12", "] 2:16", "$rows 3:3", "[ 3:12", "{ 4:5",
        "} 4:7", "7 4:9", "] 5:4", "} 6:2",
      ])
  }

  @Test("The next kind is told without being consumed")
  func kinds() throws {
    var scanner = scanner(Array("[{}, [], \"\", -1, true, false, null]".utf8))
    var kinds: [JSONScanner.ValueKind] = []
    try scanner.beginArray()
    while try scanner.nextElement() {
      #expect(try scanner.nextKind() == scanner.nextKind())
      kinds.append(try scanner.nextKind())
      try scanner.skipValue()
    }
    try scanner.finish()
    #expect(kinds == [.object, .array, .string, .number, .true, .false, .null])
  }

  @Test("What is no object is told apart where it stands")
  func wrongKind() throws {
    var first = scanner(Array(" [1]".utf8))
    let error = try #require(throws: JSONSyntaxError.self) { try first.beginObject() }
    #expect(error.message == "expected an object, found `[`")
    #expect(error.position.column == 2)
    var second = scanner(Array("\"x\"".utf8))
    #expect(throws: JSONSyntaxError.self) { try second.beginArray() }
  }

  @Test("Names of an outer object are unescaped and differ")
  func outerNames() throws {
    var scanner = scanner(Array("{\"\\u0061b\": 1,\n \"c\": {\"ab\": 2}, \"ab\": 3}".utf8))
    try scanner.beginObject()
    let first = try #require(try scanner.nextName())
    #expect(first.name == "ab")
    #expect(scanner.position == TextPosition(line: 1, column: 13, offset: 12))
    try scanner.skipValue()
    #expect(try scanner.nextName()?.name == "c")
    try scanner.skipValue()
    let error = try #require(throws: JSONSyntaxError.self) { try scanner.nextName() }
    #expect(error.kind == .duplicateName(first: TextPosition(line: 1, column: 2, offset: 1)))
    #expect(error.position == TextPosition(line: 2, column: 18, offset: 32))
  }

  @Test("Values on lines of their own are read until the text ends")
  func lines() throws {
    var scanner = scanner(
      Array("\n{\"a\":1}\r\n// note\n[2]\n3\n\n".utf8), Feed(step: 1, window: 16))
    var tape = Tape()
    var starts: [String] = []
    while try scanner.hasMore() {
      try scanner.readValue(into: &tape)
      starts.append("\(tape.string(at: 0)) \(tape.start)")
    }
    try scanner.finish()
    #expect(starts == ["{\"a\":1} 2:1", "[2] 4:1", "3 5:1"])

    var empty = JSONScanner(BytesSource([]))
    #expect(try !empty.hasMore())
  }

  @Test("Two values on one line are refused", arguments: ["1 2", "{}{}", "[1] /* */ [2]"])
  func oneLine(text: String) throws {
    var scanner = scanner(Array(text.utf8))
    #expect(try scanner.hasMore())
    try scanner.skipValue()
    let error = try #require(throws: JSONSyntaxError.self) { try scanner.hasMore() }
    #expect(error.message.hasPrefix("expected a line break between two values, found "))
  }
}
