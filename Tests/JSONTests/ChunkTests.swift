import Testing

@testable import JSON

@Suite("Chunks")
struct ChunkTests {
  static let accepted = [
    "\u{FEFF}// é\n{\"a\\n\": [1, 2.50e+3, -0, true, false, null], /* 名 */ \"é名🦊\": {\"\": \"\\ud83e\\udd8a\",},}\r\n",
    "[\"0123456789abcdef0123456789abcdef0123456789\", 123456789012345678901234567890]",
    "// only a long comment that is larger than the window stands before the number\n12",
    "   \n\n\t\t                                                             12 \n  // end",
  ]

  @Test("A text gives the same tape however it arrives", arguments: Feed.small)
  func sameTape(feed: Feed) throws {
    for text in Self.accepted {
      let bytes = Array(text.utf8)
      let whole = try outcome(bytes)
      guard case .values = whole else {
        Issue.record("\(text) was refused: \(whole)")
        continue
      }
      #expect(try outcome(bytes, feed) == whole)
      #expect(try walk(bytes, feed) == walk(bytes))
      #expect(try skip(bytes, feed) == nil)
    }
  }

  @Test("A text gives the same error however it arrives", arguments: Feed.small)
  func sameError(feed: Feed) throws {
    for text in Refused.all {
      let whole = try outcome(text.bytes)
      #expect(try outcome(text.bytes, feed) == whole)
      let error = try skip(text.bytes)
      #expect(try skip(text.bytes, feed) == error)
    }
  }

  @Test("A text cut anywhere gives the same error however it arrives")
  func cutAnywhere() throws {
    for text in Self.accepted {
      let bytes = Array(text.utf8)
      for length in bytes.indices {
        let cut = Array(bytes[..<length])
        let whole = try outcome(cut)
        for feed in Feed.small { #expect(try outcome(cut, feed) == whole) }
      }
    }
  }

  @Test("Skipping a large array needs no more memory than one of its elements")
  func skipsInWindow() throws {
    let element = "{\"name\": \"0123456789\", \"tags\": [1, 2, 3]},"
    let text = Array(("[" + String(repeating: element, count: 500) + "]").utf8)
    // A window of 64 bytes could not grow past the limit of one element.
    var skipping = scanner(text, Feed(window: 64), maximumValue: 64)
    try skipping.skipValue()
    try skipping.finish()
    var reading = scanner(text, Feed(window: 64), maximumValue: 64)
    var tape = Tape()
    #expect(throws: JSONSyntaxError.self) { try reading.readValue(into: &tape) }
  }
}
