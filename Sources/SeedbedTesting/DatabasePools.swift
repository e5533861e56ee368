internal import Seedbed
internal import Synchronization

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Which databases are asked for.
struct TestProject: Sendable, Hashable {
  /// Nil looks for it from the working folder upwards.
  var root: String?
  var environment: String
  /// A database of the server to use; nil finds it as the command does.
  var databaseURL: String?
}

/// One pool of databases for each project and environment, for the whole process.
final class DatabasePools: Sendable {
  static let shared = DatabasePools()

  private let pools = Mutex<[TestProject: DatabasePool]>([:])

  private init() {
    atexit { DatabasePools.shared.dropAll() }
  }

  func pool(for place: TestProject) -> DatabasePool {
    pools.withLock { pools in
      if let pool = pools[place] { return pool }
      let pool = DatabasePool(place)
      pools[place] = pool
      return pool
    }
  }

  /// No test runs any more.
  private func dropAll() {
    for pool in pools.withLock({ $0.values }) { pool.dropAll() }
  }
}
