internal import Seedbed

/// A migrated and seeded database that one test has for itself.
public struct TestDatabase: Sendable {
  /// As the server knows it.
  public let name: String
  /// `postgresql://…` with all that a driver needs; it may hold a password.
  public let url: String

  /// The database of the running test.
  ///
  /// - Throws: where neither the test nor its suite has the trait `.database`.
  public static var current: TestDatabase {
    get throws {
      guard let lent else { throw TestDatabaseError.noTrait }
      return lent
    }
  }

  @TaskLocal static var lent: TestDatabase?
}

/// Why a test has no database.
public enum TestDatabaseError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Neither the test nor its suite asks for one.
  case noTrait
  /// None could be made: what is wrong, where, and what to do about it.
  case notMade(String)

  public var description: String {
    switch self {
    case .noTrait: "the test has no database: add the trait .database to it or to its suite"
    case .notMade(let account): account
    }
  }

  /// A problem as Seedbed's own commands show it.
  init(_ error: any Error) {
    self = .notMade(ProblemReport(.describing(error)).text(.plain))
  }
}
