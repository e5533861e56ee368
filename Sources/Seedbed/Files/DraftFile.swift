#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file that is written beside its place, in pieces, and put there in one step; a draft that is
/// dropped before leaves nothing.
final class DraftFile {
  private let path: String
  private let draft: String
  private var descriptor: Int32

  /// - Parameter path: its place.
  init(for path: String) throws(Problem) {
    self.path = path
    draft = path + ".\(getpid())-\(UInt32.random(in: 0...UInt32.max)).new"
    descriptor = open(draft, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { throw SystemCall.failure("write", path) }
  }

  deinit {
    if descriptor >= 0 { Self.close(descriptor) }
    unlink(draft)
  }

  func write(_ bytes: ArraySlice<UInt8>) throws(Problem) {
    try SystemCall.write(bytes, to: descriptor, path)
  }

  /// Ends the writing.
  func close() throws(Problem) {
    guard descriptor >= 0 else { return }
    let code = Self.close(descriptor)
    descriptor = -1
    if code != 0 { throw SystemCall.failure("write", path) }
  }

  /// Whether the same bytes lie in its place already.
  var isSame: Bool {
    get throws(Problem) { try FileComparison.areEqual(draft, path) }
  }

  /// Puts it in its place.
  func publish() throws(Problem) {
    try close()
    guard rename(draft, path) == 0 else { throw SystemCall.failure("write", path) }
  }

  @discardableResult
  private static func close(_ descriptor: Int32) -> Int32 {
    #if canImport(Glibc)
      Glibc.close(descriptor)
    #else
      Darwin.close(descriptor)
    #endif
  }
}
