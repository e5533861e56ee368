#if canImport(XCTest)
  public import XCTest

  /// The same for XCTest: every test of a class has a migrated and seeded database of its own.
  ///
  /// ```swift
  /// final class OrderTests: DatabaseTestCase {
  ///   func testAnOrderIsPaidOnce() async throws {
  ///     let shop = try await Shop(url: database.url)
  ///   }
  /// }
  /// ```
  open class DatabaseTestCase: XCTestCase {
    /// Whose fixtures the databases hold.
    open class var environment: String { "test" }
    /// The project's folder; nil looks for it from the working folder upwards.
    open class var project: String? { nil }
    /// A database of the server to use, which itself is left alone; nil finds it as the `seedbed`
    /// command does.
    open class var databaseURL: String? { nil }
    open class var condition: TestDatabaseCondition { .pooled }

    private var lent: TestDatabase?

    /// The running test's.
    public var database: TestDatabase {
      get throws {
        guard let lent else { throw TestDatabaseError.noTrait }
        return lent
      }
    }

    private var pool: DatabasePool {
      let place = TestProject(
        root: Self.project, environment: Self.environment, databaseURL: Self.databaseURL)
      return DatabasePools.shared.pool(for: place)
    }

    /// A class that overrides it begins with this.
    open override func setUp() async throws {
      lent = try await pool.take(Self.condition)
    }

    /// A class that overrides it ends with this.
    open override func tearDown() async throws {
      if let lent { await pool.giveBack(lent, Self.condition) }
      lent = nil
    }
  }
#endif
