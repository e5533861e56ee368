import TestSupport
import Testing

@testable import SQLScript

/// Texts whose bytes are shared, changed in place and given back to their lender.
@Suite struct SourceTextTests {
  @Test func `a part has the places of the whole`() {
    let text = SourceText("0123456789")
    let part = text[3..<7]
    #expect(part.startIndex == 3 && part.endIndex == 7 && part[3] == UInt8(ascii: "3"))
    #expect(String(decoding: part, as: UTF8.self) == "3456")
    #expect(part[4..<6].elementsEqual("45".utf8))
    #expect(part.dropFirst(2).startIndex == 5 && part.firstIndex(of: UInt8(ascii: "6")) == 6)
    #expect(part.rebased().startIndex == 0 && part.rebased() == SourceText("3456"))
    #expect(SourceText("").isEmpty && SourceText("") == text[4..<4])
  }

  @Test func `who shares a text does not see it change`() {
    var text = SourceText("0123456789")
    let other = text
    var part = text[3..<7]
    part.withMutableBytes { $0[1] = UInt8(ascii: "x") }
    text.withMutableBytes { $0[0] = UInt8(ascii: "y") }
    #expect(String(decoding: other, as: UTF8.self) == "0123456789")
    #expect(String(decoding: part, as: UTF8.self) == "3x56" && part[4] == UInt8(ascii: "x"))
    #expect(String(decoding: text, as: UTF8.self) == "y123456789")
  }

  @Test func `a mark is found wherever it lies`() {
    let size = SourceText.Pieces.size
    var bytes = [UInt8](repeating: 0x20, count: 2 * size + 10)
    for place in [0, size - 2, size + 1, 2 * size, 2 * size + 7] {
      bytes.replaceSubrange(place..<(place + 3), with: "a:b".utf8)
    }
    let text = SourceText(bytes)
    #expect(text.places(of: "a:b") == [0, size - 2, size + 1, 2 * size, 2 * size + 7])
    #expect(text[1...].places(of: "a:b") == [size - 2, size + 1, 2 * size, 2 * size + 7])
    #expect(SourceText("a:").places(of: "a:b").isEmpty)
  }

  @Test func `a walk gives back what it has passed`() {
    let lender = LentText()
    let size = SourceText.Pieces.size
    do {
      let text = lender.lend([UInt8](repeating: 0x61, count: 2 * size + 5))
      var count = 0
      for piece in text[3...].rebased()[2...].pieces { count += piece.count }
      #expect(count == 2 * size)
      #expect(lender.returned == [5..<(size + 5), (size + 5)..<(2 * size + 5)])
      #expect(!lender.isFreed)
    }
    #expect(lender.isFreed)
  }

  @Test func `a long script is let go of while it is split, and page by page after it`() throws {
    let lender = LentText()
    let statement = "INSERT INTO t VALUES ('\(String(repeating: "x", count: 1000))');\n"
    let bytes = Array(String(repeating: statement, count: 3000).utf8)
    let script = try Script(lender.lend(bytes))
    // Two walks for the encoding and line ends, one for the statements, which keeps its last part.
    let walks = lender.returned
    #expect(walks.map(\.count).reduce(0, +) > 2 * bytes.count + bytes.count / 2)
    #expect(script.statements.allSatisfy { $0.range.count == statement.utf8.count - 2 })
    let pages = lender.returned.dropFirst(walks.count)
    #expect(pages.count > 40)
    #expect(zip(pages, pages.dropFirst()).allSatisfy { $0.upperBound == $1.lowerBound })
  }

  @Test(arguments: ["\r\n", "\r", "\n"])
  func `line ends are made one where the text is`(end: String) throws {
    let size = SourceText.Pieces.size
    // One of them lies across the end of a piece.
    let first = "SELECT '" + String(repeating: "x", count: size - 9) + end + "';" + end
    let text = first + String(repeating: "SELECT 1;" + end, count: 200_000)
    let lender = LentText()
    let script = try Script(lender.lend(Array(("\u{FEFF}" + text).utf8)))
    #expect(script.bytes == SourceText(text.replacing(end, with: "\n")))
    #expect(script.statements.count == 200_001)
    #expect(script.position(of: script.bytes.endIndex - 2).line == 200_002)
    // No other memory was taken for it.
    #expect(!lender.isFreed)
  }

  @Test(arguments: [
    // What is behind a long way of data, or of nothing.
    ("COPY t FROM STDIN;\n", "1\tx\n", "\\.\n-- Name: a; Type: TABLE\nSELECT 1;\n", 6),
    ("SELECT 1;\n", "          \n", "SELECT 2;\n", 5),
    ("COPY t FROM STDIN;\n", "1\tx\n", "\\.\nSELECT (1;\n", 6),
  ])
  func `no way through a long text holds it`(
    start: String, line: String, end: String, walks: Int
  ) {
    let size = SourceText.Pieces.size
    let lender = LentText()
    let lines = String(repeating: line, count: 4 * size / line.utf8.count)
    let text = lender.lend(Array((start + lines + end).utf8))
    _ = try? Script(text)
    // Every walk lets go: for the encoding, line ends, statements, their places, and one more.
    let middle = 2 * size + size / 2
    #expect(lender.returned.count { $0.contains(middle) } == walks)
  }
}
