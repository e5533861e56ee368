import SQLScript
import Testing

@Suite struct PlaceTests {
  private let text = "-- größe\nSELECT 1;\n\n  SELECT '🐘é',\n  falsch;\n"

  private func script() throws -> Script { try Script(Array(text.utf8)) }

  @Test func everyOffsetIsCountedFromTheStart() throws {
    let script = try script()
    var line = 1
    var column = 1
    var offset = 0
    for scalar in text.unicodeScalars {
      let expected = SourcePosition(line: line, column: column, offset: offset)
      #expect(script.position(of: offset) == expected)
      (line, column) = scalar == "\n" ? (line + 1, 1) : (line, column + 1)
      offset += UTF8.width(scalar)
    }
    #expect(script.position(of: .max).offset == offset)
    #expect(script.position(of: .min) == SourcePosition(line: 1, column: 1, offset: 0))
  }

  @Test func serversPositionCountsCharacters() throws {
    let script = try script()
    let statement = script.statements[1]
    let sent = script.text(of: statement)
    let character = try #require(sent.unicodeScalars.split(separator: "f").first).count + 1
    #expect(script.position(ofCharacter: character, in: statement).description == "5:3")
    #expect(script.position(ofCharacter: 1, in: statement) == statement.position)
    #expect(script.position(ofCharacter: .min, in: statement) == statement.position)
    let end = script.position(ofCharacter: .max, in: statement)
    #expect(end.offset == statement.range.upperBound)
  }

  @Test func linesOfABodyAreCountedFromItsOpeningLine() throws {
    let text = "SELECT 1; /* é */ DO LANGUAGE plpgsql $x$\nBEGIN\n\t  PERFORM 'é';\n\nEND $x$;\n"
    let script = try Script(Array(text.utf8))
    let block = script.statements[1]
    func place(_ line: Int) -> String? {
      script.position(ofLine: line, inBodyOf: block)?.description
    }
    #expect([1, 2, 3, 5].map(place) == ["1:39", "2:1", "3:4", "5:1"])
    #expect(place(4) == "4:1")
    #expect(place(6) == nil && place(.max - 1) == nil)
    #expect(script.position(ofLine: 1, inBodyOf: script.statements[0]) == nil)
  }

  @Test func linesAreThoseOfTheFile() throws {
    let script = try script()
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for (index, line) in lines.enumerated() { #expect(script.line(index + 1) == line) }
    #expect(script.line(lines.count + 1) == "")
    #expect(script.line(0) == "")
    #expect(script.line(.min) == "")
  }

  @Test func errorsAreInTheOrderOfTheText() throws {
    let errors = #expect(throws: ScriptErrors.self) {
      try Script(Array("SELECT (1;\n\\i a\n\\i b".utf8))
    }
    #expect(errors?.errors.map(\.position.line) == [1, 2, 3])
    #expect(errors?.description.hasPrefix("1:8: the parenthesis") == true)
  }
}
