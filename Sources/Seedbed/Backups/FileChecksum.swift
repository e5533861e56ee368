internal import Crypto
internal import JSON

/// The SHA-256 of a file, however large.
enum FileChecksum {
  /// The sum in lower-case hexadecimal, and the file's size in bytes.
  static func of(_ path: String) throws(Problem) -> (sum: String, bytes: Int) {
    var hash = SHA256()
    var bytes = 0
    try FileLines.read(path) { piece in
      bytes += piece.count
      hash.update(bufferPointer: piece)
    }
    return (hash.finalize().hexadecimal, bytes)
  }
}
