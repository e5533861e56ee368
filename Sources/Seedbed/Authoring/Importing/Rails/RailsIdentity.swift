/// The ids that Rails gives to rows by their labels: `crc32(label) % (2^30 - 1)`, as
/// `ActiveRecord::FixtureSet.identify` works them out.
enum RailsIdentity {
  static func id(of label: String) -> Int { Int(crc32(Array(label.utf8)) % 0x3FFF_FFFF) }

  /// The checksum of zlib and Ethernet (ISO 3309), reflected.
  private static func crc32(_ bytes: [UInt8]) -> UInt32 {
    ~bytes.reduce(~0) { sum, byte in
      (0..<8).reduce(sum ^ UInt32(byte)) { bits, _ in
        bits & 1 == 1 ? bits >> 1 ^ 0xEDB8_8320 : bits >> 1
      }
    }
  }
}
