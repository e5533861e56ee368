import Testing

@testable import Seedbed

@Suite struct BatchSizeTests {
  @Test func `it comes near to a fifth of a second, slowly up and quickly down`() {
    var size = BatchSize(1_000)
    size.adapt(to: .milliseconds(10))
    #expect(size.rows == 1_200)
    size.adapt(to: .seconds(5))
    #expect(size.rows == 600)
    size.adapt(to: .milliseconds(200))
    #expect(size.rows == 600)
  }

  @Test func `it stays within bounds`() {
    var size = BatchSize(1_000)
    for _ in 0..<100 { size.adapt(to: .milliseconds(1)) }
    #expect(size.rows == 20_000)
    for _ in 0..<100 { size.adapt(to: .seconds(9)) }
    #expect(size.rows == 100)
    for _ in 0..<100 { size.yield() }
    #expect(size.rows == 100)
    for _ in 0..<100 { size.halve() }
    #expect(size.rows == 1)
    size.adapt(to: .milliseconds(1))
    #expect(size.rows == 2)
  }

  @Test func `one that was asked to be smaller may stay so`() {
    var size = BatchSize(7)
    size.adapt(to: .seconds(9))
    #expect(size.rows == 7)
  }
}

@Suite struct ReplicaLagTests {
  private let start = ContinuousClock.now

  private func see(
    _ lag: inout ReplicaLag, _ replayed: [Double], _ position: Double, after seconds: Int
  ) -> Duration? {
    let replicas = replayed.map { ReplicaLag.Replica(name: "r", bytes: $0) }
    return lag.see(replicas, position: position, at: start + .seconds(seconds))?.behind
  }

  @Test func `a replica is as far behind as the oldest position it has not replayed`() {
    var lag = ReplicaLag()
    #expect(see(&lag, [100], 100, after: 0) == nil)
    #expect(see(&lag, [100], 200, after: 1) == .zero)
    #expect(see(&lag, [100], 300, after: 2) == .seconds(1))
    #expect(see(&lag, [200], 400, after: 3) == .seconds(1))
    #expect(see(&lag, [400, 400], 400, after: 4) == nil)
  }

  @Test func `the one that is furthest behind counts, and none is no lag`() {
    var lag = ReplicaLag()
    #expect(see(&lag, [100, 300], 300, after: 0) == .zero)
    #expect(see(&lag, [100, 300], 300, after: 9) == .seconds(9))
    #expect(see(&lag, [], 900, after: 10) == nil)
  }
}
