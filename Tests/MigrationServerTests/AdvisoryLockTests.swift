import Postgres
import TestSupport
import Testing

@Suite(.database) struct AdvisoryLockTests {
  private let lock = AdvisoryLock(key: 0x7E57_10CC)

  @Test func `a lock that is taken twice can be asked for, and is never free meanwhile`() throws {
    let (holder, other) = (try TestDatabase.connect(), try TestDatabase.connect())
    #expect(try lock.tryLock(on: holder))
    #expect(try lock.tryLock(on: holder))
    for _ in 1...3 {
      #expect(try lock.isHeldTwice(by: holder))
      #expect(try lock.isHeld(by: holder))
    }
    // One is left of the two: whoever asks gives one back before taking it again.
    try lock.unlock(on: holder)
    #expect(try !lock.tryLock(on: other))
  }

  @Test func `a lock that is gone is told, and not taken again`() throws {
    let (holder, other) = (try TestDatabase.connect(), try TestDatabase.connect())
    for _ in 1...2 { #expect(try lock.tryLock(on: holder)) }
    try holder.run(simple: "DISCARD ALL")
    #expect(try !lock.isHeldTwice(by: holder))
    #expect(try !lock.isHeld(by: holder))
    #expect(try lock.tryLock(on: other))
    #expect(try !lock.isHeldTwice(by: holder))
  }
}
