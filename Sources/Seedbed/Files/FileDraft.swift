#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A new text for a file, written beside it piece by piece; it takes the file's place in one step,
/// or goes with this object.
final class FileDraft {
  private let path: String
  private let draft: String
  private var file: Int32
  private var isInPlace = false

  /// - Parameters:
  ///   - path: the file, which need not be there; behind a link, the file that it leads to.
  ///   - mode: the permissions of a file that is new; one that is there keeps its own.
  init(for path: String, mode: UInt32 = 0o644) throws(Problem) {
    self.path = FileStatus.realPath(path) ?? path
    draft = self.path + ".\(getpid())-\(UInt32.random(in: 0...UInt32.max)).new"
    file = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, mode_t(mode))
    guard file >= 0 else { throw SystemCall.failure("write", path) }
    if let old = FileStatus(self.path), fchmod(file, mode_t(old.mode)) != 0 {
      throw SystemCall.failure("write", path)
    }
  }

  deinit {
    if file >= 0 { Self.close(file) }
    if !isInPlace { unlink(draft) }
  }

  func append(_ bytes: [UInt8]) throws(Problem) { try append(bytes[...]) }

  func append(_ bytes: ArraySlice<UInt8>) throws(Problem) {
    try SystemCall.write(bytes, to: file, path)
  }

  /// Ends the writing: a draft that waits for its place holds no file open.
  func close() throws(Problem) {
    guard file >= 0 else { return }
    let code = Self.close(file)
    file = -1
    if code != 0 { throw SystemCall.failure("write", path) }
  }

  /// Whether the same bytes lie in its place already.
  var isSame: Bool {
    get throws(Problem) { try FileComparison.areEqual(draft, path) }
  }

  /// Puts the new text in the file's place.
  func replace() throws(Problem) {
    guard rename(draft, path) == 0 else { throw SystemCall.failure("write", path) }
    isInPlace = true
  }

  @discardableResult
  private static func close(_ file: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.close(file)
    #else
      Darwin.close(file)
    #endif
  }
}
