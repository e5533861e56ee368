internal import Postgres
internal import SQLScript

/// The row of a migration that is being applied.
struct HistoryEntry: RunRecord {
  let name: String
  let checksum: String
  let tokenChecksum: String
  let statements: Int
  var exists = false
  var origin = "seedbed"
  private let table: OwnTable

  init(
    _ migration: Migration, _ script: MigrationScript, in own: OwnSchema, exists: Bool = false
  ) {
    table = own.migrations
    name = migration.name
    checksum = migration.checksum
    tokenChecksum = MigrationChecksum.ofTokens(script.script)
    statements = script.script.statements.count
    self.exists = exists
  }

  func statement(for progress: RunProgress, log: String?) -> String {
    var values = ["log": log.map(quoted(literal:)) ?? "NULL", "error": "NULL"]
    switch progress {
    case .applied(let count, let prefix):
      values["applied_statements"] = "\(count)"
      values["failed_statement"] = "NULL"
      values["token_checksum"] = quoted(literal: prefix)
    case .started(let count, let prefix):
      values["applied_statements"] = "\(count)"
      values["failed_statement"] = "\(count + 1)"
      values["token_checksum"] = quoted(literal: prefix)
    case .finished:
      values["applied_statements"] = "\(statements)"
      values["failed_statement"] = "NULL"
      values["token_checksum"] = quoted(literal: tokenChecksum)
      values["finished_at"] = "pg_catalog.clock_timestamp()"
    }
    return exists ? update(values) : insert(values)
  }

  /// An attempt that left nothing is recorded as rolled back, and blocks nothing.
  func failure(at statement: Int?, _ error: String) -> String? {
    var values = [
      "failed_statement": statement.map { "\($0)" } ?? "NULL", "error": quoted(literal: error),
    ]
    if exists { return update(values) }
    values["token_checksum"] = quoted(literal: tokenChecksum)
    values["rolled_back_at"] = "pg_catalog.clock_timestamp()"
    return insert(values)
  }

  private func update(_ values: [String: String]) -> String {
    var values = values
    values["checksum"] = quoted(literal: checksum)
    values["statements"] = "\(statements)"
    let assignments = values.sorted { $0.key < $1.key }.map { "\($0.key) = \($0.value)" }
    return """
      UPDATE \(table) SET \(assignments.joined(separator: ", ")) \
      WHERE name = \(quoted(literal: name)) AND rolled_back_at IS NULL
      """
  }

  private func insert(_ values: [String: String]) -> String {
    var values = values
    values["name"] = quoted(literal: name)
    values["checksum"] = quoted(literal: checksum)
    values["statements"] = "\(statements)"
    values["tool_version"] = quoted(literal: seedbedVersion)
    values["origin"] = quoted(literal: origin)
    let sorted = values.sorted { $0.key < $1.key }
    return """
      INSERT INTO \(table) (\(sorted.map(\.key).joined(separator: ", "))) \
      VALUES (\(sorted.map(\.value).joined(separator: ", ")))
      """
  }
}
