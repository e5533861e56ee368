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
    var (asItIs, unix, windows) = (SHA256(), SHA256(), SHA256())
    // One that a line feed may follow.
    var hasReturn = false
    for piece in text.pieces {
      piece.withUnsafeBytes { bytes in
        asItIs.update(bufferPointer: bytes)
        var rest = bytes[...]
        while !rest.isEmpty {
          let end = rest.firstIndex(of: newline) ?? rest.endIndex
          var line = rest[..<end]
          if hasReturn, !line.isEmpty || end == rest.endIndex {
            unix.update(data: [carriageReturn])
            windows.update(data: [carriageReturn])
          }
          hasReturn = line.last == carriageReturn
          if hasReturn { line = line.dropLast() }
          unix.update(bufferPointer: UnsafeRawBufferPointer(rebasing: line))
          windows.update(bufferPointer: UnsafeRawBufferPointer(rebasing: line))
          guard end < rest.endIndex else { break }
          hasReturn = false
          unix.update(data: [newline])
          windows.update(data: [carriageReturn, newline])
          rest = rest[(end + 1)...]
        }
      }
    }
    if hasReturn {
      unix.update(data: [carriageReturn])
      windows.update(data: [carriageReturn])
    }
    return Set([asItIs, unix, windows].map { $0.finalize().hexadecimal })
  }

  /// Early versions of Prisma wrote bytes below 16 with one digit.
  static func unpadded(_ sum: String) -> String {
    let digits = Array(sum)
    return stride(from: 0, to: digits.count - 1, by: 2).map { index in
      digits[index] == "0" ? String(digits[index + 1]) : String(digits[index...(index + 1)])
    }.joined()
  }

  /// Flyway's: CRC-32 over the lines without their ends, as a signed number.
  static func flyway(_ text: SourceText) -> Int32 {
    var sum = CRC32()
    for piece in text[(text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)...].pieces {
      piece.withUnsafeBytes { bytes in
        sum.add(bytes.lazy.filter { $0 != newline && $0 != carriageReturn })
      }
    }
    return Int32(bitPattern: sum.value)
  }

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")
}
