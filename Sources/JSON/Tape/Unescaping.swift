/// The meaning of a string's escapes. The text was checked when it was scanned.
enum Unescaping {
  static func append(_ source: UnsafeBufferPointer<UInt8>, to out: inout [UInt8]) {
    var index = 0
    while index < source.count {
      guard source[index] == .backslash, index + 1 < source.count else {
        out.append(source[index])
        index += 1
        continue
      }
      let letter = source[index + 1]
      index += 2
      guard letter == UInt8(ascii: "u") else {
        out.append(character(after: letter))
        continue
      }
      var code = codeUnit(source, at: &index)
      if code & 0xFC00 == 0xD800 {
        index += 2
        code = 0x10000 + (code & 0x3FF) << 10 + codeUnit(source, at: &index) & 0x3FF
      }
      appendScalar(code, to: &out)
    }
  }

  private static func character(after letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 0x08
    case UInt8(ascii: "f"): 0x0C
    case UInt8(ascii: "n"): .lineFeed
    case UInt8(ascii: "r"): .carriageReturn
    case UInt8(ascii: "t"): .tab
    default: letter
    }
  }

  private static func codeUnit(_ source: UnsafeBufferPointer<UInt8>, at index: inout Int) -> UInt32
  {
    var code: UInt32 = 0
    for digit in source[min(index, source.count)..<min(index + 4, source.count)] {
      code = code << 4 | (digit.hexadecimalDigit ?? 0)
    }
    index += 4
    return code
  }

  private static func appendScalar(_ code: UInt32, to out: inout [UInt8]) {
    switch code {
    case ..<0x80:
      out.append(UInt8(code))
    case ..<0x800:
      out.append(UInt8(0xC0 | code >> 6))
      out.append(continuation(code))
    case ..<0x10000:
      out.append(UInt8(0xE0 | code >> 12))
      out.append(continuation(code >> 6))
      out.append(continuation(code))
    default:
      out.append(UInt8(0xF0 | code >> 18 & 0x07))
      out.append(continuation(code >> 12))
      out.append(continuation(code >> 6))
      out.append(continuation(code))
    }
  }

  private static func continuation(_ code: UInt32) -> UInt8 {
    UInt8(0x80 | code & 0x3F)
  }
}
