#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension Duration {
  /// Does nothing for so long.
  func rest() {
    var left = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
    while left > 0 {
      // More than a second at once is not portable.
      let step = min(left, 500_000)
      usleep(UInt32(step))
      left -= step
    }
  }

  /// A random part of it, so that those who failed together do not come back together.
  var jittered: Duration { self * Double.random(in: 0...1) }

  var milliseconds: Int { Int((self / .milliseconds(1)).rounded()) }
}
