/// Reads JSON's tokens from a window of a text, and knows the line it stands in.
///
/// `base[end]` is zero, a byte that no token may hold: it stops every loop, and only there is it
/// asked whether the text ends or the window only.
struct Lexer {
  /// A place to come back to. White space and multi-byte scalars, the only things that move lines
  /// and columns apart from bytes, are counted where they are met.
  struct Cursor {
    var index = 0
    var line = 1
    /// The text offset of the line's first byte.
    var lineStart = 0
    /// The bytes of the line so far that continue a scalar.
    var continuations = 0
  }

  var base: UnsafePointer<UInt8>
  var end: Int
  /// Whether the text ends where the window does.
  var isLast: Bool
  /// The text offset of the window's first byte.
  var origin = 0
  var cursor = Cursor()

  init(_ window: borrowing Window) {
    base = window.base
    end = window.count
    isLast = window.isLast
  }

  @inline(__always)
  var byte: UInt8 { base[cursor.index] }

  var isAtEnd: Bool { cursor.index == end && isLast }

  var position: TextPosition {
    let offset = origin + cursor.index
    return TextPosition(
      line: cursor.line, column: offset - cursor.lineStart - cursor.continuations + 1,
      offset: offset)
  }

  /// The place of an earlier byte of this line.
  func position(earlier index: Int) -> TextPosition {
    var earlier = self
    for skipped in index..<cursor.index where base[skipped].continuesScalar {
      earlier.cursor.continuations -= 1
    }
    earlier.cursor.index = index
    return earlier.position
  }

  /// The window was refilled from the cursor's place on.
  mutating func continueIn(_ window: borrowing Window) {
    origin += cursor.index
    cursor.index = 0
    base = window.base
    end = window.count
    isLast = window.isLast
  }

  /// Steps over a byte order mark; refuses other encodings than UTF-8.
  mutating func beginText() throws(Halt) {
    let utf16 = "found UTF-16 or UTF-32 text, expected UTF-8: save the file as UTF-8"
    if end >= 2 {
      let (first, second) = (base[0], base[1])
      let isMarked = (first, second) == (0xFE, 0xFF) || (first, second) == (0xFF, 0xFE)
      let isBigEndian = first == 0 && (second != 0 || (end >= 4 && base[2] == 0 && base[3] != 0))
      let isLittleEndian = first != 0 && second == 0 && (end < 4 || base[3] == 0)
      if isMarked || isBigEndian || isLittleEndian {
        throw .syntax(JSONSyntaxError(.unsupportedEncoding, at: .start, utf16))
      }
    }
    if end >= 3, base[0] == 0xEF, base[1] == 0xBB, base[2] == 0xBF {
      cursor.index = 3
      cursor.lineStart = 3
    }
  }
}

/// Why a lexer stopped before the end of what it was to read.
enum Halt: Error {
  /// The window ends here and the text does not: read again from the start of the value when
  /// there is more.
  case needsMore
  case syntax(JSONSyntaxError)
}
