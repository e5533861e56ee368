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
    let mark = Array(mark.utf8)
    let newline = UInt8(ascii: "\n")
    var lines: [Line] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 1
    while let place = place(of: mark, in: bytes, from: start) {
      for index in start..<place where bytes[index] == newline {
        number += 1
        start = index + 1
      }
      let end = bytes[place...].firstIndex(of: newline) ?? bytes.count
      let text = String(decoding: bytes[start..<end], as: UTF8.self)
      lines.append(Line(number: number, range: start..<end, text: text.withoutTrailingSpace))
      start = min(end + 1, bytes.count)
      number += 1
    }
    return lines
  }

  private static func place(of mark: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
    guard let first = mark.first, bytes.count - start >= mark.count else { return nil }
    return bytes.withUnsafeBufferPointer { all in
      (start...(all.count - mark.count)).first { place in
        all[place] == first && mark.indices.allSatisfy { all[place + $0] == mark[$0] }
      }
    }
  }
}

extension String {
  fileprivate var withoutTrailingSpace: Substring {
    // Of most lines the last byte tells that there is none.
    if let last = utf8.last, last > UInt8(ascii: " "), last < 0x80 { return self[...] }
    return dropLast(reversed().prefix { $0.isWhitespace }.count)
  }
}
