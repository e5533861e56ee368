public import Postgres
public import Testing

/// An empty database that one test has for itself.
public struct TestDatabase: Sendable {
  public let target: ConnectionTarget

  /// The database lent to the running test by `@Suite(.database)` or `@Test(.database)`.
  public static var current: TestDatabase {
    get throws { try #require(lent, "the test or its suite needs the trait .database") }
  }

  @TaskLocal static var lent: TestDatabase?

  public var name: String { target.database ?? "" }
  /// For `--database-url` and `DATABASE_URL`.
  public var url: String { target.url(includingPassword: true) }

  public func connect() throws -> Connection { try Connection(target) }

  /// A session with the running test's database.
  public static func connect() throws -> Connection { try current.connect() }
}

/// Lends every test of a suite an empty database of its own.
public struct DatabaseTrait: SuiteTrait, TestTrait, TestScoping {
  public var isRecursive: Bool { true }

  public func provideScope(
    for test: Test, testCase: Test.Case?, performing function: @Sendable () async throws -> Void
  ) async throws {
    guard testCase != nil, TestDatabase.lent == nil else { return try await function() }
    let slot = try await DatabasePool.shared.take()
    do {
      try await TestDatabase.$lent.withValue(TestDatabase(target: slot.target), operation: function)
    } catch {
      await DatabasePool.shared.giveBack(slot)
      throw error
    }
    await DatabasePool.shared.giveBack(slot)
  }
}

extension Trait where Self == DatabaseTrait {
  public static var database: Self { Self() }
}
