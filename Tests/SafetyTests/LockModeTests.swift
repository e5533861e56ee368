import Seedbed
import Testing

@Suite struct LockModeTests {
  /// The table of the manual, "Conflicting Lock Modes": by row and column, in order of strength.
  @Test func `modes conflict as the manual's table says`() {
    let table = [
      "       x", "      xx", "    xxxx", "   xxxxx", "  xx xxx", "  xxxxxx", " xxxxxxx",
      "xxxxxxxx",
    ]
    for (mode, row) in zip(LockMode.allCases, table) {
      for (other, mark) in zip(LockMode.allCases, row) {
        #expect(mode.conflicts(with: other) == (mark == "x"), "\(mode) and \(other)")
      }
    }
  }

  @Test func `names are those of the catalog and of LOCK TABLE`() {
    #expect(LockMode(catalogName: "ShareUpdateExclusiveLock") == .shareUpdateExclusive)
    #expect(LockMode(catalogName: "AccessShareLock") == .accessShare)
    #expect(LockMode(catalogName: "SIReadLock") == nil)
    #expect(LockMode.shareRowExclusive.name == "SHARE ROW EXCLUSIVE")
  }

  @Test func `a lock that holds off writers is strong, and long by the work beneath it`() {
    #expect(LockClass(strongest: nil, isLong: true) == .harmless)
    #expect(LockClass(strongest: .shareUpdateExclusive, isLong: true) == .longWeak)
    #expect(LockClass(strongest: .shareRowExclusive, isLong: false) == .briefStrong)
    #expect(LockClass(strongest: .share, isLong: true) == .longStrong)
    #expect(LockClass(strongest: .rowExclusive, isLong: false) == .harmless)
  }
}
