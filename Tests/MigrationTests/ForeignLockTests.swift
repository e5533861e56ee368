import Testing

@testable import Seedbed

/// The keys are what Python's zlib and the tools' own formulas give for a database called `shop`.
@Suite struct ForeignLockTests {
  @Test(arguments: [
    (MigrationLayout.prisma, "_prisma_migrations", [72_707_369]),
    (.flyway, "flyway_schema_history", [77_433_833_903_597]),
    (.golangMigrate, "schema_migrations", [3_689_236_698, 2_101_699_660]),
    (.sqlx, "_sqlx_migrations", [2_969_972_169_318_647_292]),
    (.goose, "goose_db_version", [4_097_083_626]),
    (.graphileMigrate, "migrations", [4_727_445_306_447_283]),
    (.dbmate, "schema_migrations", []), (.diesel, "__diesel_schema_migrations", []),
  ])
  func `each tool's own keys`(_ layout: MigrationLayout, _ name: String, _ keys: [Int]) {
    let table = ForeignTable(tool: layout, schema: "public", name: name)
    #expect(layout.historyReader?.locks(table, database: "shop") == keys)
  }
}
