internal import Crypto

extension Digest {
  /// Its bytes as lower-case hexadecimal digits.
  var hexadecimal: String { String(decoding: hexadecimalBytes, as: UTF8.self) }

  var hexadecimalBytes: [UInt8] {
    var text: [UInt8] = []
    text.reserveCapacity(2 * Self.byteCount)
    for byte in self {
      text.append(Self.digit(byte >> 4))
      text.append(Self.digit(byte & 15))
    }
    return text
  }

  private static func digit(_ value: UInt8) -> UInt8 {
    value + (value < 10 ? UInt8(ascii: "0") : UInt8(ascii: "a") - 10)
  }
}
