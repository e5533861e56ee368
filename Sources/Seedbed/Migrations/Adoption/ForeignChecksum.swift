internal import Crypto
internal import SQLScript

/// The sums by which other tools know a file again, as they write them into their histories.
enum ForeignChecksum {
  /// graphile-migrate's, without its `sha1:`.
  static func sha1(_ bytes: [UInt8]) -> String { Insecure.SHA1.hash(data: bytes).hexadecimal }

  /// sqlx's: of the file of the way up.
  static func sha384(_ text: SourceText) -> String {
    var hash = SHA384()
    for piece in text.pieces { piece.withUnsafeBytes { hash.update(bufferPointer: $0) } }
    return hash.finalize().hexadecimal
  }

  /// Prisma's, in every form that Prisma accepts: the file as it is, with the line ends of Unix and
  /// with those of Windows.
  static func prisma(_ text: SourceText) -> Set<String> {
    let bytes = Array(text)
    let unix = withoutCarriageReturns(bytes)
    let windows = unix.flatMap { $0 == newline ? [carriageReturn, newline] : [$0] }
    return Set([bytes, unix, windows].map { SHA256.hash(data: $0).hexadecimal })
  }

  /// Early versions of Prisma wrote bytes below 16 with one digit.
  static func unpadded(_ sum: String) -> String {
    let digits = Array(sum)
    return stride(from: 0, to: digits.count - 1, by: 2).map { index in
      digits[index] == "0" ? String(digits[index + 1]) : String(digits[index...(index + 1)])
    }.joined()
  }

  /// Flyway's: CRC-32 over the lines without their ends, as a signed number.
  static func flyway(_ bytes: SourceText) -> Int32 {
    var sum = CRC32()
    var isFirst = true
    for line in bytes.split(whereSeparator: { $0 == newline || $0 == carriageReturn }) {
      let hasMark = isFirst && bytes.starts(with: [0xEF, 0xBB, 0xBF])
      sum.add(hasMark ? line.dropFirst(3) : line)
      isFirst = false
    }
    return Int32(bitPattern: sum.value)
  }

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Only where a line feed follows them, as Prisma does it.
  private static func withoutCarriageReturns(_ bytes: [UInt8]) -> [UInt8] {
    bytes.indices.filter { index in
      bytes[index] != carriageReturn || index + 1 == bytes.count || bytes[index + 1] != newline
    }.map { bytes[$0] }
  }
}
