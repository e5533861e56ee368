import Testing

@testable import JSON

@Suite("JSON values")
struct JSONValueTests {
  @Test("A text is read with its order, its numbers and its comments passed over")
  func parses() throws {
    let value = try JSONValue(
      parsing: #"""
        { // configuration
          "z": [1, -0, 1.50, 18446744073709551616, -9223372036854775809, 1e400],
          "a": {"b": null, "c": [true, false], "é\n": "\u0041🦊"},
        }
        """#)
    #expect(
      value == [
        "z": .array(
          ["1", "-0", "1.50", "18446744073709551616", "-9223372036854775809", "1e400"].map {
            .number($0)
          }),
        "a": ["b": nil, "c": [true, false], "é\n": "A🦊"],
      ])
    #expect(value.object?.names == ["z", "a"])
    #expect(
      value.serialized()
        == #"{"z":[1,-0,1.50,18446744073709551616,-9223372036854775809,1e400],"a":{"b":null,"c":[true,false],"é\n":"A🦊"}}"#
    )
  }

  @Test(
    "A text of one scalar is a value", arguments: ["1", "-1.5e3", "\"\"", "true", "null", "[]"])
  func scalars(text: String) throws {
    #expect(try JSONValue(parsing: text).serialized() == text)
  }

  @Test("What is wrong with a text is told with its place")
  func refuses() throws {
    for text in Refused.all {
      let error = try #require(throws: JSONSyntaxError.self) { try JSONValue(parsing: text.bytes) }
      #expect(error.kind == text.kind)
      #expect(error.position.column == text.column)
    }
  }

  @Test("As deep as a scanner reads")
  func depth() throws {
    for depth in [1, 31, 32, 33, 255, 256] {
      let text = String(repeating: "[", count: depth) + "1" + String(repeating: "]", count: depth)
      #expect(try JSONValue(parsing: text).serialized() == text)
    }
  }

  @Test("One value of a tape becomes a tree with its own numbers")
  func fromTape() throws {
    let tape = try read(#"{"first": 1, "second": {"n": [2.0, 99999999999999999999]}, "third": 3}"#)
    let value = try JSONValue(tape, at: 4)
    #expect(value == ["n": [.number("2.0"), .number("99999999999999999999")]])
  }

  @Test("Members keep their order and their place, and go by nil")
  func object() {
    var object: JSONObject = ["b": 1, "a": 2]
    object["c"] = 3
    object["b"] = "x"
    object["a"] = nil as JSONValue?
    #expect(object.names == ["b", "c"])
    #expect(object.map(\.value) == ["x", 3])
    #expect(object["missing"] == nil)
    #expect(object["b"]?.string == "x")
    #expect((["b": 1, "b": 2] as JSONObject).count == 1)
  }

  @Test("A value is asked for what it is")
  func accessors() {
    #expect(JSONValue.number(7).int == 7)
    #expect(JSONValue.number("7.0").int == nil)
    #expect(JSONValue.number("99999999999999999999").int == nil)
    #expect(JSONValue.number("1e2").double == 100)
    #expect((true as JSONValue).bool == true)
    #expect(("x" as JSONValue).string == "x")
    #expect((["a": [1]] as JSONValue)["a"]?.array == [1])
    #expect((nil as JSONValue).isNull)
    #expect(("x" as JSONValue)["a"] == nil)
    #expect(("1" as JSONValue).int == nil)
  }

  @Test("Doubles are written shortest, and only as JSON allows")
  func doubles() throws {
    #expect(JSONValue.number(0.1).serialized() == "0.1")
    #expect(JSONValue.number(Double.infinity) == .null)
    #expect(JSONValue.number(Double.nan) == .null)
    for double: Double in [1e300, .leastNonzeroMagnitude, -1.5, 123456789.125] {
      let text = JSONValue.number(double).serialized()
      #expect(try JSONValue(parsing: text).double == double)
    }
  }

  @Test("Pretty text is spread over lines")
  func pretty() {
    let value: JSONValue = ["a": [1, "x/y"], "b": ["c": nil]]
    #expect(
      value.serialized(pretty: true) == """
        {
          "a": [
            1,
            "x/y"
          ],
          "b": {
            "c": null
          }
        }
        """)
  }

  @Test(
    "Every string comes back as it went", arguments: ["", "\"\\/\u{1}\n\t\u{7F}", "é名🦊", "a\0b"])
  func strings(text: String) throws {
    let written = JSONValue.string(text).serialized()
    if text.contains("\0") {
      #expect(written == #""a\u0000b""#)
    } else {
      #expect(try JSONValue(parsing: written) == .string(text))
    }
  }
}
