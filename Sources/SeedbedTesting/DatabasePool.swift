internal import FoundationEssentials
internal import Seedbed
internal import Synchronization

/// Databases that are lent to one test at a time.
final class DatabasePool: Sendable {
  private struct State {
    var lender: LentDatabases?
    /// What went wrong once goes wrong for all tests in the same way.
    var failure: TestDatabaseError?
    /// Given back, and as the last test has left them.
    var free: [TestDatabase] = []
    var count = 0
    var waiting: [CheckedContinuation<Void, Never>] = []
  }

  private let place: TestProject
  private let state = Mutex(State())

  /// How many there are at most, however many tests run at once.
  private static let limit = max(4, 2 * ProcessInfo.processInfo.activeProcessorCount)

  init(_ place: TestProject) { self.place = place }

  /// Waits for one where all are lent.
  func take(_ condition: TestDatabaseCondition) async throws -> TestDatabase {
    await enter()
    do {
      return try made(condition)
    } catch {
      leave()
      throw error
    }
  }

  func giveBack(_ database: TestDatabase, _ condition: TestDatabaseCondition) async {
    switch condition {
    case .pooled: state.withLock { $0.free.append(database) }
    case .fresh: drop(database)
    }
    leave()
  }

  private func drop(_ database: TestDatabase) {
    guard let lending = state.withLock({ $0.lender?.lending }) else { return }
    lending.drop([database.name])
    state.withLock { $0.lender?.forget(database.name) }
  }

  func dropAll() {
    state.withLock { state in
      state.lender?.dropAll()
      state.lender = nil
      state.free = []
    }
  }

  // MARK: Not too many at once

  private func enter() async {
    await withCheckedContinuation { continuation in
      let mayGoOn = state.withLock { state in
        if state.count < Self.limit {
          state.count += 1
          return true
        }
        state.waiting.append(continuation)
        return false
      }
      if mayGoOn { continuation.resume() }
    }
  }

  /// Whoever waits takes over the place.
  private func leave() {
    let next = state.withLock { state -> CheckedContinuation<Void, Never>? in
      if !state.waiting.isEmpty { return state.waiting.removeFirst() }
      state.count -= 1
      return nil
    }
    next?.resume()
  }

  // MARK: Making them

  private func made(_ condition: TestDatabaseCondition) throws -> TestDatabase {
    do {
      let lending = try lending()
      if condition == .pooled, let database = state.withLock({ $0.free.popLast() }) {
        if lending.putRight(database.name) { return database }
        drop(database)
      }
      let name = try state.withLock { try $0.lender?.reserve() ?? "" }
      try lending.make([name])
      return TestDatabase(name: name, url: try lending.url(of: name))
    } catch let error as TestDatabaseError {
      throw error
    } catch {
      throw TestDatabaseError(error)
    }
  }

  /// Opens the project, and makes its template, once.
  private func lending() throws -> Lending {
    try state.withLock { state in
      if let failure = state.failure { throw failure }
      if let lender = state.lender { return lender.lending }
      do {
        let project = try Project(
          Project.Options(
            root: place.root, environment: place.environment, databaseURL: place.databaseURL))
        let lender = try LentDatabases(project, project.database(), SilentProgress())
        state.lender = lender
        return lender.lending
      } catch {
        let failure = TestDatabaseError(error)
        state.failure = failure
        throw failure
      }
    }
  }
}
