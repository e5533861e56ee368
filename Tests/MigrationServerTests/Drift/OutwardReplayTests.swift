import TestSupport
import Testing

@testable import Seedbed

/// A replay keeps to its shadow: no file of the server is written, and no other server is asked.
@Suite(.database) struct OutwardReplayTests {
  private func notes(_ project: MigrationProject) throws -> (drift: [String], notes: [String]) {
    let recorder = Recorder()
    let report = try project.verification(recorder).run()
    return (report.diff.differences.map(\.headline), recorder.notes)
  }

  @Test func `what leaves the server is left out, noted, and the rest is run`() throws {
    let project = try MigrationProject()
    // Where the server's user may write.
    let mark = project.folder.path + "-mark"
    try project.write(
      "1_out.sql",
      """
      CREATE TABLE a (i int);\r
      COPY (SELECT 1) TO PROGRAM 'cat > \(mark)';\r
      COPY a FROM '\(mark)';\r
      SELECT dblink_exec('dbname=x', 'DELETE FROM y');
      CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS 'BEGIN RETURN dblink(1); END';
      CREATE TABLE b AS SELECT f() AS dblink;
      IMPORT FOREIGN SCHEMA far FROM SERVER away INTO public;
      CREATE TABLE c (i int);
      """)
    let found = try notes(project)
    #expect(FileStatus(mark) == nil)
    #expect(
      found.drift.filter { !$0.contains("grant") } == [
        "- function public.f()", "- table public.a", "- table public.b", "- table public.c",
        "- column public.a.i", "- column public.b.dblink", "- column public.c.i",
      ])
    let file = "migrations/1_out.sql"
    #expect(
      found.notes.sorted() == [
        "left out of the replay: \(file):2:1: it reads or writes the server's files",
        "left out of the replay: \(file):3:1: it reads or writes the server's files",
        "left out of the replay: \(file):4:1: it calls dblink",
        "left out of the replay: \(file):7:1: it reads another server",
        "replayed without rows: \(file):6:1",
      ])
  }

  @Test func `rows of a foreign table are neither read nor written`() throws {
    let project = try MigrationProject([
      "1_far.sql": """
      CREATE TABLE a (i int);
      CREATE FOREIGN DATA WRAPPER far; CREATE SERVER away FOREIGN DATA WRAPPER far;
      CREATE FOREIGN TABLE remote (i int) SERVER away;
      """,
      "2_use.sql": """
      ALTER TABLE a ADD s text;
      INSERT INTO a SELECT i FROM remote;
      DELETE FROM remote; CREATE TABLE c (i int);
      """,
    ])
    let found = try notes(project)
    #expect(found.drift.contains("- table public.c"))
    #expect(found.drift.contains("- column public.a.s"))
    let places = found.notes.map { $0.split(separator: ":").prefix(3).joined(separator: ":") }
    let file = "left out of the replay: migrations/2_use.sql"
    #expect(places == ["\(file):2", "\(file):3"], "\(found.notes)")
  }
}
