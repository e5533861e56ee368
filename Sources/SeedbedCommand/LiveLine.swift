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
    /// Told apart from the watchers of earlier activities.
    var generation = 0
  }

  private let state = Mutex(State())
  private let isTerminal: Bool
  private let style: Style

  init(isTerminal: Bool, style: Style) {
    self.isTerminal = isTerminal
    self.style = style
  }

  func show(_ text: String) {
    let generation = state.withLock { state in
      erase(&state)
      state = State(text: text, generation: state.generation + 1)
      return state.generation
    }
    watch(generation)
  }

  func clear() {
    state.withLock { state in
      erase(&state)
      state.text = nil
      state.generation += 1
    }
  }

  /// Prints something that stays, above the line.
  func interrupt(_ print: () -> Void) {
    state.withLock { state in
      erase(&state)
      print()
    }
  }

  private func watch(_ generation: Int) {
    Task.detached { [self] in
      try? await Task.sleep(for: .milliseconds(500))
      while state.withLock({ draw(&$0, generation) }) {
        try? await Task.sleep(for: .milliseconds(200))
      }
    }
  }

  /// True where the line wants to be drawn again.
  private func draw(_ state: inout State, _ generation: Int) -> Bool {
    guard state.generation == generation, let text = state.text else { return false }
    if isTerminal {
      let seconds = (ContinuousClock.now - state.start).components.seconds
      let time = seconds > 0 ? " \(seconds) s" : ""
      let what = Self.fitted(text, into: Self.terminalWidth - time.count)
      Terminal.write("\r\u{1B}[K\(what)\(style.dim(time))", to: STDERR_FILENO)
    } else if !state.isShown {
      Terminal.write("\(text)\n", to: STDERR_FILENO)
    }
    state.isShown = true
    return isTerminal
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
