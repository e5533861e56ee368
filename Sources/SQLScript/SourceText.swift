/// A script's bytes as they are read: without a byte order mark, every line ended by a line feed.
///
/// Line ends are the same inside strings, dollar quotes and COPY data too: a carriage return in a
/// function's body is stored in `pg_proc.prosrc`, and the database would differ with the machine
/// the file was checked out on.
enum SourceText {
  static func normalised(_ bytes: [UInt8]) -> [UInt8] {
    let start = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    guard var carriageReturn = bytes[start...].firstIndex(of: .carriageReturn) else {
      return start == 0 ? bytes : Array(bytes[start...])
    }
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count)
    var copied = start
    while true {
      text += bytes[copied..<carriageReturn]
      text.append(.newline)
      copied = carriageReturn + 1
      if copied < bytes.count, bytes[copied] == .newline { copied += 1 }
      guard let next = bytes[copied...].firstIndex(of: .carriageReturn) else { break }
      carriageReturn = next
    }
    text += bytes[copied...]
    return text
  }

  /// The first byte that is not UTF-8 and the first NUL: more of either say nothing new.
  static func flaws(in bytes: [UInt8]) -> [Flaw] {
    var flaws: [Flaw] = []
    var hasNUL = false
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte < 0x80 {
        if byte == 0, !hasNUL {
          hasNUL = true
          flaws.append(.nulByte(at: index))
        }
        index += 1
      } else if let length = sequenceLength(at: index, in: bytes) {
        index += length
      } else {
        flaws.append(.invalidUTF8(byte, at: index))
        break
      }
    }
    if !hasNUL, index < bytes.count, let zero = bytes[index...].firstIndex(of: 0) {
      flaws.append(.nulByte(at: zero))
    }
    return flaws
  }

  /// The length of a well-formed sequence that begins with a byte outside ASCII (Unicode standard,
  /// table 3-7).
  private static func sequenceLength(at index: Int, in bytes: [UInt8]) -> Int? {
    func continues(_ distance: Int, _ allowed: ClosedRange<UInt8> = 0x80...0xBF) -> Bool {
      index + distance < bytes.count && allowed.contains(bytes[index + distance])
    }
    switch bytes[index] {
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
