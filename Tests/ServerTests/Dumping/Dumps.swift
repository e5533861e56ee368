import FoundationEssentials
import JSON
import Postgres
import Seedbed
import TestSupport

/// A database whose rows are dumped, and the folder that the dumps go to.
struct Dumps {
  var seeds: Seeds
  let schema: String

  /// - Parameters:
  ///   - schema: run in the empty database first, and again where the dump is loaded.
  ///   - rows: run after it.
  init(_ schema: String, rows: String = "") throws {
    self.schema = schema
    seeds = try Seeds(schema)
    if !rows.isEmpty { try seeds.connection.run(simple: rows) }
  }

  /// Of rows that fixtures have brought.
  init(of seeds: Seeds, schema: String) {
    self.seeds = seeds
    self.schema = schema
  }

  private func dumper(_ request: DumpRequest) throws -> Dumper {
    Dumper(
      connection: try TestDatabase.connect(), schemas: seeds.schemas, environment: "test",
      request: request, progress: SilentProgress())
  }

  /// The text of a dump.
  func text(
    _ tables: String..., with change: (inout DumpRequest) -> Void = { _ in }
  ) throws -> String {
    var request = DumpRequest(tables: tables)
    change(&request)
    let text = Text()
    _ = try dumper(request).dump(to: .stream { text.bytes += $0 })
    return String(decoding: text.bytes, as: UTF8.self)
  }

  private final class Text { var bytes: [UInt8] = [] }

  /// Dumps into a folder beside the seeds, `""` for the seeds themselves.
  @discardableResult
  func write(
    _ tables: String..., to folder: String = "seeds", force: Bool = false,
    with change: (inout DumpRequest) -> Void = { _ in }
  ) throws -> DumpReport {
    var request = DumpRequest(tables: tables)
    request.everyTable = tables.isEmpty
    change(&request)
    return try dumper(request).dump(
      to: .folder(path: "\(seeds.folder.path)/\(folder)", name: folder, overwriting: force))
  }

  /// The dump's files in a folder, by name.
  func files(in folder: String = "seeds") throws -> [String: String] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: "\(seeds.folder.path)/\(folder)")
    return Dictionary(
      uniqueKeysWithValues: names.filter { !$0.hasPrefix(".") }
        .map { ($0, seeds.folder.read("\(folder)/\($0)") ?? "") })
  }

  /// Throws the rows away and loads the seeds into the same tables, made anew.
  func loadIntoEmptyCopy() throws -> SeedReport {
    try seeds.connection.run(
      simple: """
        SET client_min_messages = error;
        DO $$ DECLARE item text; BEGIN
          FOR item IN SELECT nspname FROM pg_namespace
            WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
            EXECUTE format('DROP SCHEMA %I CASCADE', item);
          END LOOP;
        END $$;
        CREATE SCHEMA public; \(schema)
        """)
    return try seeds.apply()
  }

  /// The problem that a dump ends with; nil where it does not.
  func problem(
    _ tables: String..., with change: (inout DumpRequest) -> Void = { _ in }
  ) throws -> Problem? {
    var request = DumpRequest(tables: tables)
    change(&request)
    do {
      _ = try dumper(request).dump(to: .stream { _ in })
      return nil
    } catch let problem as Problem {
      return problem
    }
  }
}
