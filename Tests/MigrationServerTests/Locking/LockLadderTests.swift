import Testing

@testable import Seedbed

@Suite struct LockLadderTests {
  private func blocker(autovacuum: Bool, wraparound: Bool = false) -> Blocker {
    Blocker(
      process: 1, application: "", user: "", state: "", seconds: 1, statement: "", lock: nil,
      isAutovacuum: autovacuum, preventsWraparound: wraparound)
  }

  @Test func `attempts wait longer and longer, up to a second`() {
    var ladder = LockLadder()
    let waits = (0..<6).map { _ in ladder.next(against: [blocker(autovacuum: false)]) }
    #expect(waits.map(\.milliseconds) == [100, 250, 500, 1_000, 1_000, 1_000])
  }

  @Test func `an autovacuum yields only to who waits longer than the deadlock timeout`() {
    var ladder = LockLadder(deadlockTimeout: .seconds(2))
    #expect(ladder.next(against: [blocker(autovacuum: true)]) == .milliseconds(2_300))
    #expect(
      ladder.next(against: [blocker(autovacuum: true, wraparound: true)]) == .milliseconds(250))
  }

  @Test func `the limit that a file asks for is kept`() {
    var ladder = LockLadder(limit: .milliseconds(150))
    #expect(ladder.next(against: []) == .milliseconds(100))
    #expect(ladder.next(against: []) == .milliseconds(150))
    #expect(ladder.next(against: [blocker(autovacuum: true)]) == .milliseconds(150))
  }

  @Test func `the rest after an attempt is some times as long as it`() {
    let ladder = LockLadder()
    for _ in 0..<100 {
      let rest = ladder.rest(after: .milliseconds(100))
      #expect(rest >= .milliseconds(200) && rest <= .seconds(1))
      #expect(ladder.rest(after: .seconds(20)) == .seconds(30))
    }
  }
}
