import Seedbed
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Says what is being done once it takes more than half a second: on a terminal in a line that is
/// written over and goes away, elsewhere as a plain line.
final class LiveLine: Sendable {
  private struct State {
    var text: String?
    var start = ContinuousClock.now
    var isShown = false
    var isWatched = false
  }

  private let state = Mutex(State())
  private let isTerminal: Bool
  private let style: Style

  init(isTerminal: Bool, style: Style) {
    self.isTerminal = isTerminal
    self.style = style
  }

  func show(_ text: String) {
    let wasWatched = state.withLock { state in
      erase(&state)
      defer { state = State(text: text, isWatched: true) }
      return state.isWatched
    }
    if !wasWatched { watch() }
  }

  func clear() {
    state.withLock { state in
      erase(&state)
      state.text = nil
    }
  }

  /// Prints something that stays, above the line.
  func interrupt(_ print: () -> Void) {
    state.withLock { state in
      erase(&state)
      print()
    }
  }

  private static let patience = Duration.milliseconds(500)

  /// One watcher is enough for all activities that follow each other.
  private func watch() {
    Task.detached { [self] in
      while let pause = state.withLock({ pauseAfterDrawing(&$0) }) {
        try? await Task.sleep(for: pause)
      }
    }
  }

  /// When to look again; nil where nothing is being done.
  private func pauseAfterDrawing(_ state: inout State) -> Duration? {
    guard let text = state.text else {
      state.isWatched = false
      return nil
    }
    let age = ContinuousClock.now - state.start
    guard age >= Self.patience else { return Self.patience - age }
    draw(text, &state)
    return isTerminal ? .milliseconds(200) : Self.patience
  }

  private func draw(_ text: String, _ state: inout State) {
    if isTerminal {
      let seconds = (ContinuousClock.now - state.start).components.seconds
      let time = seconds > 0 ? " \(seconds) s" : ""
      let what = Self.fitted(text, into: Self.terminalWidth - time.count)
      Terminal.write("\r\u{1B}[K\(what)\(style.dim(time))", to: STDERR_FILENO)
    } else if !state.isShown {
      Terminal.write("\(text)\n", to: STDERR_FILENO)
    }
    state.isShown = true
  }

  /// The text with `…` behind it, cut to the width: a line that wraps cannot be taken away again.
  static func fitted(_ text: String, into width: Int) -> String {
    let whole = text + " …"
    // The last column stays empty, where terminals differ in when they wrap.
    return whole.count < width ? whole : text.prefix(max(0, width - 2)) + "…"
  }

  private static var terminalWidth: Int {
    var size = winsize()
    guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }

  private func erase(_ state: inout State) {
    guard state.isShown, isTerminal else { return }
    Terminal.write("\r\u{1B}[K", to: STDERR_FILENO)
    state.isShown = false
  }
}
