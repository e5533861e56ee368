internal import SQLScript

/// What a migration runs, at its place in the file's bytes.
///
/// A short text is kept. A long one is read again whenever it is asked for, and must be the same
/// then: so a folder of long files takes the memory of one of them.
struct MigrationText: Sendable {
  /// SHA-256 of the text, whatever its line ends are.
  let checksum: String
  private let kept: SourceText?
  private let file: MigrationFile
  private let read: Reading?

  /// Gives the text of the file once more.
  typealias Reading = @Sendable () throws(Problem) -> SourceText

  /// Texts up to this many bytes are kept.
  static let kept = 1 << 16

  /// - Parameter read: nil for a text that no file holds as it is.
  init(_ bytes: SourceText, of file: MigrationFile, read: Reading? = nil) {
    checksum = MigrationChecksum.ofText(bytes)
    self.file = file
    kept = bytes.count <= Self.kept || read == nil ? bytes : nil
    self.read = read
  }

  /// - Throws: where the file cannot be read any more, or is another one by now.
  func bytes() throws(Problem) -> SourceText {
    if let kept { return kept }
    let bytes = try read?()
    guard let bytes, MigrationChecksum.ofText(bytes) == checksum else {
      throw Problem(
        "migrate.changed_meanwhile", "the file was changed while it was being worked with",
        hint: "run again when nobody writes into it", at: file.location())
    }
    return bytes
  }
}
