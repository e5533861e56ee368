/// The cyclic redundancy check of IEEE 802.3, as zip files and many tools have it.
struct CRC32 {
  private var state: UInt32 = 0xFFFF_FFFF

  private static let table: [UInt32] = (0..<256).map { byte in
    (0..<8).reduce(UInt32(byte)) { sum, _ in
      sum & 1 == 1 ? (sum >> 1) ^ 0xEDB8_8320 : sum >> 1
    }
  }

  mutating func add(_ bytes: some Sequence<UInt8>) {
    for byte in bytes {
      state = (state >> 8) ^ Self.table[Int((state ^ UInt32(byte)) & 0xFF)]
    }
  }

  var value: UInt32 { ~state }

  static func of(_ text: String) -> UInt32 {
    var sum = CRC32()
    sum.add(text.utf8)
    return sum.value
  }
}
