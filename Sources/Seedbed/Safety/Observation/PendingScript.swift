/// A script that is to be run, and from where on.
public struct PendingScript: Sendable {
  /// What the history calls it.
  public let name: String
  public let script: MigrationScript
  /// So many of its statements have taken effect before.
  public let appliedStatements: Int

  public init(_ name: String, _ script: MigrationScript, appliedStatements: Int = 0) {
    self.name = name
    self.script = script
    self.appliedStatements = appliedStatements
  }
}
