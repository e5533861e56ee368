import Seedbed
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The only place that prints: results on standard output; notes, progress and errors on standard
/// error.
final class Terminal: Progress, Sendable {
  enum Loudness: Sendable { case quiet, normal, verbose }

  private let loudness: Loudness
  let resultStyle: Style
  private let errorStyle: Style
  private let line: LiveLine

  init(loudness: Loudness, color: GlobalOptions.ColorChoice) {
    self.loudness = loudness
    resultStyle = Style(isColored: Self.isColored(color, descriptor: STDOUT_FILENO))
    errorStyle = Style(isColored: Self.isColored(color, descriptor: STDERR_FILENO))
    line = LiveLine(isTerminal: isatty(STDERR_FILENO) == 1, style: errorStyle)
  }

  convenience init(_ options: GlobalOptions) {
    self.init(
      loudness: options.quiet ? .quiet : options.verbose ? .verbose : .normal,
      color: options.color)
  }

  static var plain: Terminal { Terminal(loudness: .normal, color: .auto) }

  static var resultIsTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// - Throws: where the text could not be written, as to a full disk; a reader that has seen enough
  ///   and one that was never there are no error.
  func result(_ text: String) throws(Problem) {
    finished()
    guard !text.isEmpty else { return }
    try Self.check(Self.write(text + "\n", to: STDOUT_FILENO))
  }

  /// A part of a result that is too large to be made whole; what it ends with is its own.
  func stream(_ bytes: ArraySlice<UInt8>) throws(Problem) {
    finished()
    try Self.check(Self.write(bytes, to: STDOUT_FILENO))
  }

  private static func check(_ code: Int32) throws(Problem) {
    if code != 0, code != EPIPE, code != EBADF {
      throw Problem("system.write", "cannot write the result: \(String(cString: strerror(code)))")
    }
  }

  func error(_ text: String) {
    finished()
    Self.write(text + "\n", to: STDERR_FILENO)
  }

  func problem(_ report: ProblemReport) { error(report.text(errorStyle)) }

  func note(_ text: String) {
    guard loudness != .quiet else { return }
    line.interrupt { Self.write(text + "\n", to: STDERR_FILENO) }
  }

  /// What only `--verbose` wants to know.
  func detail(_ text: String) {
    if loudness == .verbose { note(errorStyle.dim(text)) }
  }

  func activity(_ text: String) {
    if loudness != .quiet { line.show(text) }
  }

  func finished() { line.clear() }

  /// - Returns: 0, or the error that ended the writing.
  @discardableResult
  static func write(_ text: String, to descriptor: Int32) -> Int32 {
    write(Array(text.utf8)[...], to: descriptor)
  }

  private static func write(_ bytes: ArraySlice<UInt8>, to descriptor: Int32) -> Int32 {
    var rest = bytes
    while !rest.isEmpty {
      #if canImport(Glibc)
        let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      #else
        let count = rest.withUnsafeBytes { Darwin.write(descriptor, $0.baseAddress, $0.count) }
      #endif
      if count > 0 {
        rest = rest.dropFirst(count)
      } else if errno == EAGAIN {
        var reader = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        poll(&reader, 1, -1)
      } else if errno != EINTR {
        return errno
      }
    }
    return 0
  }

  private static func isColored(
    _ choice: GlobalOptions.ColorChoice, descriptor: Int32
  ) -> Bool {
    switch choice {
    case .always: true
    case .never: false
    case .auto:
      isatty(descriptor) == 1 && variable("NO_COLOR").isEmpty && variable("TERM") != "dumb"
    }
  }

  private static func variable(_ name: String) -> String {
    getenv(name).map { String(cString: $0) } ?? ""
  }
}
