internal import SQLScript

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
  ///
  /// - Parameter inComments: leaves out those that do not begin with `--`: the mark may stand in
  ///   every row of data.
  static func lines(
    of bytes: SourceText, holding mark: String, inComments: Bool = true
  ) -> [Line] {
    let newline = UInt8(ascii: "\n")
    var lines: [Line] = []
    var start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var number = 1
    for place in bytes.places(of: mark) where place >= start {
      for piece in bytes[start..<place].pieces {
        piece.withUnsafeBytes { passed in
          for index in passed.indices where passed[index] == newline {
            number += 1
            start = piece.startIndex + index + 1
          }
        }
      }
      let end = bytes[place...].firstIndex(of: newline) ?? bytes.count
      defer {
        start = min(end + 1, bytes.count)
        number += 1
      }
      let beginning = bytes[start..<place].drop(while: \.isSpace)
      if inComments, !beginning.starts(with: "--".utf8) { continue }
      let text = String(decoding: bytes[start..<end], as: UTF8.self)
      lines.append(Line(number: number, range: start..<end, text: text.withoutTrailingSpace))
    }
    return lines
  }
}

extension String {
  fileprivate var withoutTrailingSpace: Substring {
    // Of most lines the last byte tells that there is none.
    if let last = utf8.last, last > UInt8(ascii: " "), last < 0x80 { return self[...] }
    return dropLast(reversed().prefix { $0.isWhitespace }.count)
  }
}

extension SourceText {
  /// Whether there is no SQL in it.
  var holdsOnlyComments: Bool {
    split(separator: UInt8(ascii: "\n")).allSatisfy { line in
      let rest = String(decoding: line, as: UTF8.self).drop { $0.isWhitespace || $0 == "\u{FEFF}" }
      return rest.isEmpty || rest.hasPrefix("--")
    }
  }
}
