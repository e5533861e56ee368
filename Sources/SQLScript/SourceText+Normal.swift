/// A script's bytes as they are read: without a byte order mark, every line ended by a line feed.
///
/// Line ends are the same inside strings, dollar quotes and COPY data too: a carriage return in a
/// function's body is stored in `pg_proc.prosrc`, and the database would differ with the machine
/// the file was checked out on.
extension SourceText {
  /// Its places count from 0.
  consuming func normalised() -> SourceText {
    let start = starts(with: [0xEF, 0xBB, 0xBF]) ? startIndex + 3 : startIndex
    var text = taken()[start...].rebased()
    if let first = text.place(of: .carriageReturn, from: 0) {
      text.unifyLineEnds(from: first)
    }
    return text
  }

  /// What follows a line end moves up, so that no further memory is wanted.
  private mutating func unifyLineEnds(from first: Int) {
    var written = first
    var read = first
    while read < endIndex {
      let end = Swift.min(read + Pieces.size, endIndex)
      let start = written
      withMutableBytes { bytes in
        while read < end {
          var byte = bytes[read]
          read += 1
          if byte == .carriageReturn {
            byte = .newline
            if read < bytes.count, bytes[read] == .newline { read += 1 }
          }
          bytes[written] = byte
          written += 1
        }
      }
      letGo(start..<read)
    }
    self = self[..<written]
  }

  /// The first byte that is not UTF-8 and the first NUL: more of either say nothing new.
  var flaws: [Flaw] {
    var flaws: [Flaw] = []
    var hasNUL = false
    var index = startIndex
    pieces: for piece in pieces {
      while index < piece.endIndex {
        let byte = self[index]
        if byte < 0x80 {
          if byte == 0, !hasNUL {
            hasNUL = true
            flaws.append(.nulByte(at: index))
          }
          index += 1
        } else if let length = lengthOfSequence(at: index) {
          index += length
        } else {
          flaws.append(.invalidUTF8(byte, at: index))
          break pieces
        }
      }
    }
    if !hasNUL, let zero = place(of: 0, from: index) { flaws.append(.nulByte(at: zero)) }
    return flaws
  }

  /// The length of a well-formed sequence that begins with a byte outside ASCII (Unicode standard,
  /// table 3-7).
  private func lengthOfSequence(at index: Int) -> Int? {
    func continues(_ distance: Int, _ allowed: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      index + distance < endIndex && allowed.contains(self[index + distance])
    }
    switch self[index] {
    case 0xC2...0xDF: return continues(1) ? 2 : nil
    case 0xE0: return continues(1, 0xA0...0xBF) && continues(2) ? 3 : nil
    case 0xED: return continues(1, 0x80...0x9F) && continues(2) ? 3 : nil
    case 0xE1...0xEF: return continues(1) && continues(2) ? 3 : nil
    case 0xF0: return continues(1, 0x90...0xBF) && continues(2) && continues(3) ? 4 : nil
    case 0xF1...0xF3: return continues(1) && continues(2) && continues(3) ? 4 : nil
    case 0xF4: return continues(1, 0x80...0x8F) && continues(2) && continues(3) ? 4 : nil
    default: return nil
    }
  }
}
