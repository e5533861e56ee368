import Synchronization
import TestSupport
import Testing

@testable import Seedbed

/// Fixtures that somebody edits while `up` migrates.
@Suite(.database) struct ChangedFixtureTests {
  /// Does something once it hears a note.
  private final class Editor: Progress {
    let edit: () throws -> Void
    var failure: (any Error)?

    init(_ edit: @escaping () throws -> Void) { self.edit = edit }

    func note(_ text: String) {
      do { try edit() } catch { failure = error }
    }
    func activity(_ text: String) {}
    func finished() {}
  }

  @Test func `are read as they are once the migrations are done`() throws {
    let project = try MigrationProject([
      "1_t.sql": "CREATE TABLE t (id int PRIMARY KEY); DO $$ BEGIN RAISE NOTICE 'now'; END $$;"
    ])
    try project.folder.write("seeds/t.json", #"[{"id": 1}]"#)
    let editor = Editor {
      try project.folder.write("seeds/t.json", #"{"$key": ["id"], "$rows": [{"id": 2}]}"#)
      try project.folder.write("seeds/more.json", #"{"t": [{"id": 3}]}"#)
    }
    let whole = try project.project(as: nil)
    let report = try whole.up(project.openDatabase(), editor)
    #expect(editor.failure == nil)
    #expect(report.seeds?.totals.inserted == 2)
    #expect(try project.rows("SELECT id FROM t ORDER BY id") == ["2", "3"])
  }
}
