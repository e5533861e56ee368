import Postgres
import TestSupport
import Testing

@testable import Seedbed

extension MigrationProject {
  /// A migration that is applied, with a backfill that has not begun.
  init(_ schema: String, backfill: String) throws {
    try self.init([
      "1_schema.sql": schema, "2_change/migration.sql": "SELECT 1;",
      "2_change/backfill.sql": backfill,
    ])
    try migrate()
  }

  func backfiller(_ progress: any Progress = SilentProgress()) throws -> Backfiller {
    try Backfiller(openDatabase(), openFolder(), progress)
  }

  @discardableResult
  func backfill(_ progress: any Progress = SilentProgress()) throws -> BackfillReport {
    try backfiller(progress).run()
  }

  func backfillStatus() throws -> BackfillStatus {
    try #require(try backfiller().status().items.first)
  }
}
