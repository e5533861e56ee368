/// The lines of a text with their places, for annotations.
struct AnnotatedLines {
  struct Line {
    /// From 1.
    let number: Int
    let range: Range<Int>
    /// Without the white space behind it.
    let text: Substring
  }

  /// Those that hold the mark; the others are passed over without a look.
  static func lines(of bytes: [UInt8], holding mark: String) -> [Line] {
    var lines: [Line] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 1
    let mark = Array(mark.utf8)
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      if holds(bytes[start..<end], mark) {
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        let blank = text.reversed().prefix { $0.isWhitespace }.count
        lines.append(Line(number: number, range: start..<end, text: text.dropLast(blank)))
      }
      start = end + 1
      number += 1
    }
    return lines
  }

  private static func holds(_ line: ArraySlice<UInt8>, _ mark: [UInt8]) -> Bool {
    var rest = line
    while let first = mark.first, let place = rest.firstIndex(of: first) {
      rest = rest[place...]
      if rest.starts(with: mark) { return true }
      rest = rest.dropFirst()
    }
    return false
  }
}
