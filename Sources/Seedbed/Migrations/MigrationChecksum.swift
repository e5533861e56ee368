internal import Crypto
internal import SQLScript

/// SHA-256 sums, in lower-case hexadecimal, by which a file is known again.
enum MigrationChecksum {
  /// Of a file's text: the same with or without a byte order mark, and whatever its line ends are.
  static func ofText(_ text: SourceText) -> String {
    var hash = SHA256()
    var endsInReturn = false
    for piece in text[(text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)...].pieces {
      piece.withUnsafeBytes { bytes in
        var rest = bytes[...]
        if endsInReturn, rest.first == newline { rest = rest.dropFirst() }
        while let place = rest.firstIndex(of: carriageReturn) {
          hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: rest[..<place]))
          hash.update(data: [newline])
          rest = rest[(place + 1)...]
          if rest.first == newline { rest = rest.dropFirst() }
        }
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: rest))
        endsInReturn = bytes.last == carriageReturn
      }
    }
    return hash.finalize().hexadecimal
  }

  private static let newline = UInt8(ascii: "\n")
  private static let carriageReturn = UInt8(ascii: "\r")

  /// Of a script's tokens: two files with the same sum differ in comments and white space alone.
  static func ofTokens(_ script: Script) -> String {
    var hash = SHA256()
    script.streamTokenText { hash.add($0) }
    return hash.finalize().hexadecimal
  }
}

/// The token checksum of the statements so far, so that a migration that stopped half-way goes on
/// only where what ran is what the file still says.
struct TokenPrefix {
  private var hash = SHA256()
  private(set) var count = 0

  /// Takes the script's next statements in, until `count` of them are.
  mutating func extend(to count: Int, of script: Script) {
    let end = min(count, script.statements.count)
    guard self.count < end else { return }
    script.streamTokenText(of: self.count..<end) { hash.add($0) }
    self.count = end
  }

  var checksum: String { hash.finalize().hexadecimal }

  static func checksum(ofFirst count: Int, of script: Script) -> String {
    var prefix = TokenPrefix()
    prefix.extend(to: count, of: script)
    return prefix.checksum
  }
}

extension SHA256 {
  fileprivate mutating func add(_ bytes: some Collection<UInt8>) {
    let isContiguous: Void? = bytes.withContiguousStorageIfAvailable {
      update(bufferPointer: UnsafeRawBufferPointer($0))
    }
    if isContiguous == nil { add(Array(bytes)) }
  }
}
