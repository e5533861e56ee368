import TestSupport
import Testing

@testable import Seedbed

@Suite(.database) struct LargeFolderTests {
  @Test(arguments: [MigrationLayout.prisma, .golangMigrate, .diesel, .goose])
  func `hundreds of migrations make what psql makes of them, and are all undone`(
    _ layout: MigrationLayout
  ) throws {
    let large = LargeFolder(210)
    let project = try MigrationProject(large.files(for: layout))
    let empty = try project.dump()
    let report = try project.migrate()
    #expect(report.layout == layout)
    #expect(report.applied.count == 210)
    let ours = try project.dump()
    #expect(
      try project.rollBack(.steps(210), confirmation: project.database.name).rolledBack.count == 210
    )
    #expect(try project.dump() == empty)

    try project.emptyDatabase()
    // Each of Seedbed's migrations has a session of its own.
    for step in large.steps {
      let text = step.needsTransaction ? "BEGIN;\n\(step.up)\nCOMMIT;" : step.up
      try project.folder.write("plain/\(step.number).sql", "DISCARD ALL;\n\(text)")
    }
    try project.psql(large.steps.map { "plain/\($0.number).sql" })
    #expect(try project.dump() == ours)
    #expect(ours.contains("CREATE TABLE public.t210"))
  }
}
