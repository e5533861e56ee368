import SQLScript
import TestSupport
import Testing

@testable import Seedbed

extension Migration {
  /// A migration in one flat file.
  static func named(_ name: String, _ text: String = "SELECT 1;") -> Migration {
    Migration(
      name: name, file: MigrationFile(path: "", name: "migrations/\(name).sql"),
      text: SourceText(text))
  }
}

extension TemporaryFolder {
  /// Writes these files into a folder of migrations and reads it.
  func migrations(
    _ files: [String: String], as layout: MigrationLayout? = nil
  ) throws -> MigrationFolder.Contents {
    for (name, text) in files { try write("migrations/\(name)", text) }
    return try MigrationFolder(path: "\(path)/migrations", name: "migrations", layout: layout)
      .read()
  }
}

extension AppliedMigration {
  /// The row of a migration that was applied as it is, or of which only `statements` were.
  static func of(_ migration: Migration, statements: Int? = nil) throws -> AppliedMigration {
    let script = try migration.script()
    let count = script.script.statements.count
    return AppliedMigration(
      name: migration.name, checksum: migration.checksum,
      tokenChecksum: TokenPrefix.checksum(ofFirst: statements ?? count, of: script.script),
      startedAt: Moment(secondsSince1970: 1_795_000_000),
      finishedAt: statements == nil ? Moment(secondsSince1970: 1_795_000_001) : nil,
      statements: count, appliedStatements: statements ?? count, isPartial: statements != nil)
  }
}

/// The problem that a call throws.
func problem(_ body: () throws -> Void) -> Problem? {
  do { try body() } catch { return error as? Problem }
  return nil
}
