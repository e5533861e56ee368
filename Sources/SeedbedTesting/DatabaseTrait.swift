public import Testing

/// Gives every test of a suite a migrated and seeded database of its own.
///
/// ```swift
/// @Suite(.database) struct OrderTests {
///   @Test func `an order is paid once`() async throws {
///     let shop = try await Shop(url: TestDatabase.current.url)
///   }
/// }
/// ```
///
/// Tests may run in parallel: no two of them have the same database at a time. There are at most
/// twice as many databases as processors; a test waits where all of them are lent. They are dropped
/// when the process ends; those of a process that was killed are dropped by the next one.
public struct DatabaseTrait: SuiteTrait, TestTrait, TestScoping {
  let place: TestProject
  let condition: TestDatabaseCondition

  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil else { return try await function() }
    let pool = DatabasePools.shared.pool(for: place)
    let database = try await pool.take(condition)
    do {
      try await TestDatabase.$lent.withValue(database, operation: function)
    } catch {
      await pool.giveBack(database, condition)
      throw error
    }
    await pool.giveBack(database, condition)
  }
}

/// How a test's database comes to be as it is at its beginning.
public enum TestDatabaseCondition: Sendable {
  /// One that an earlier test may have had, with all that it changed undone.
  case pooled
  /// One that nobody has had before, and nobody will.
  case fresh
}

extension Trait where Self == DatabaseTrait {
  /// A database of the environment `test`, of the project that the working folder is in.
  public static var database: Self { database() }

  /// - Parameters:
  ///   - environment: whose fixtures it holds.
  ///   - project: the project's folder; nil looks for it from the working folder upwards.
  ///   - databaseURL: a database of the server to use, which itself is left alone; nil finds it as
  ///     the `seedbed` command does.
  ///   - condition: `.pooled`, or `.fresh` for a test that changes what belongs to a database as a
  ///     whole, such as its settings.
  public static func database(
    environment: String = "test", project: String? = nil, databaseURL: String? = nil,
    _ condition: TestDatabaseCondition = .pooled
  ) -> Self {
    Self(
      place: TestProject(root: project, environment: environment, databaseURL: databaseURL),
      condition: condition)
  }
}
