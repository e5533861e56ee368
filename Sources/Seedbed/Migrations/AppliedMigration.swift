/// What the history says of a migration that has been run, wholly or in part.
public struct AppliedMigration: Sendable, Hashable {
  public var name: String
  /// SHA-256 of the file's text; nil where only its application is known.
  public var checksum: String?
  /// SHA-256 of its tokens; while it is partial, of the statements applied so far.
  public var tokenChecksum: String?
  /// Nil where another tool applied it and nobody has asked when.
  public var startedAt: Moment?
  /// Nil while it is partial.
  public var finishedAt: Moment?
  public var statements: Int
  /// How many of them took effect, from the first on.
  public var appliedStatements: Int
  /// From 1: the statement that failed or, without an `error`, whose end nobody recorded.
  public var failedStatement: Int?
  public var error: String?
  /// `seedbed`, `resolved`, or the layout's name of the tool whose history was adopted.
  public var origin = "seedbed"

  /// Whether some of it is still to be applied.
  public var isPartial: Bool

  public var seconds: Double? {
    guard let startedAt, let finishedAt else { return nil }
    return finishedAt.secondsSince1970 - startedAt.secondsSince1970
  }
}
