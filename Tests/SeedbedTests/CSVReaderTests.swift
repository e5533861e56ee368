import JSON
import TestSupport
import Testing

@testable import Seedbed

struct CSVReaderTests {
  private func rows(_ text: String) throws -> [[String]] {
    var reader = CSVReader(BytesSource(Array(text.utf8)))
    var rows: [[String]] = []
    while let row = try reader.next() {
      rows.append(row.fields.map { String(decoding: $0.text, as: UTF8.self) })
    }
    return rows
  }

  @Test(arguments: [
    ("a,b\r\n1,2\r\n", [["a", "b"], ["1", "2"]]),
    ("a,b\n1,2", [["a", "b"], ["1", "2"]]),
    ("\u{FEFF}a\r1\r", [["a"], ["1"]]),
    ("\"a\"\"b\",\"c\r\nd\",\"e,f\"\n", [["a\"b", "c\r\nd", "e,f"]]),
    ("a,,\n,\n", [["a", "", ""], ["", ""]]), ("a,", [["a", ""]]),
    ("a, b \"c\"", [["a", " b \"c\""]]),
    ("\n\n\na\n\n", [["a"]]), ("", []), ("\"\"", [[""]]),
  ])
  func `fields and rows are told apart`(text: String, expected: [[String]]) throws {
    #expect(try rows(text) == expected)
  }

  @Test func `lines are counted inside of quotes, too`() throws {
    var reader = CSVReader(BytesSource(Array("a\n\"b\n\nc\"\nd\n".utf8)))
    var lines: [Int] = []
    while let row = try reader.next() { lines.append(row.line) }
    #expect(lines == [1, 2, 5])
  }

  @Test func `quotes tell an empty text from no value`() throws {
    var reader = CSVReader(BytesSource(Array("\"\",".utf8)))
    #expect(try reader.next()?.fields.map(\.isQuoted) == [true, false])
  }

  @Test func `what is written is read, whatever it holds`() throws {
    var random = FixedRandom(state: 4180)
    let pieces = ["a", ",", "\"", "\n", "\r\n", "é", " ", ";", "\t", "long text without anything"]
    let expected = (0..<3000).map { _ in
      (0..<1 + random.upTo(6)).map { _ in
        (0..<random.upTo(8)).map { _ in random.pick(pieces) }.joined()
      }
    }
    let text = expected.map { row in
      row.map { field in
        // A row of one empty field would be an empty line.
        let isPlain = !field.isEmpty && !field.utf8.contains { ",\"\r\n".utf8.contains($0) }
        return isPlain && random.oneIn(2)
          ? field : "\"" + field.replacing("\"", with: "\"\"") + "\""
      }.joined(separator: ",") + "\n"
    }.joined()
    #expect(text.utf8.count > 1 << 17)
    #expect(try rows(text) == expected)
  }
}
