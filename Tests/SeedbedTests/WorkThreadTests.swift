import Dispatch
import Foundation
import Synchronization
import Testing

@testable import Postgres

struct WorkThreadTests {
  @Test func `pieces are done one after another`() throws {
    let order = Mutex<[Int]>([])
    let isDone = DispatchSemaphore(value: 0)
    let thread = try #require(
      WorkThread.beginning { order.withLock { $0.append(0) } })
    for number in 1...100 { thread.async { order.withLock { $0.append(number) } } }
    thread.async { isDone.signal() }
    #expect(isDone.wait(timeout: .now() + 60) == .success)
    #expect(order.withLock(\.self) == Array(0...100))
  }

  #if os(Linux)
    @Test func `it may run on all processors once it has begun`() throws {
      @Sendable func allowed() throws -> String? {
        try String(contentsOfFile: "/proc/thread-self/status", encoding: .utf8)
          .split(separator: "\n").first { $0.hasPrefix("Cpus_allowed:") }.map(String.init)
      }
      let found = Mutex<String?>(nil)
      let isDone = DispatchSemaphore(value: 0)
      let thread = WorkThread.beginning {
        let text = try? allowed()
        found.withLock { $0 = text }
        isDone.signal()
      }
      #expect(thread != nil)
      #expect(isDone.wait(timeout: .now() + 60) == .success)
      let own = try #require(try allowed())
      #expect(found.withLock(\.self) == own)
    }
  #endif
}
