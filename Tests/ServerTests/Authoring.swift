import JSON
import Postgres
import Seedbed
import TestSupport

/// A project with its own folder over the running test's database, for what writes fixtures.
struct Authoring {
  let folder: TemporaryFolder
  let connection: Connection
  let project: Project
  let database: Database

  /// - Parameter schema: run in the empty database first.
  init(_ schema: String) throws {
    folder = try TemporaryFolder()
    connection = try TestDatabase.connect()
    try connection.run(simple: schema)
    try folder.write("seeds/.keep", "")
    project = try Project(
      .init(root: folder.path, databaseURL: TestDatabase.current.url, variables: [:]))
    database = try project.database()
  }

  func skeleton(_ table: String) throws -> String? {
    let report = try project.skeletons(of: database, on: TestDatabase.connect())
      .write(table, in: project.authoredLayer(chosen: false))
    return folder.read(report.file)
  }

  /// Imports files of this folder.
  func take(
    _ names: String..., table: String? = nil, force: Bool = false
  ) throws -> ImportReport {
    var importer = project.importer(of: database, on: try TestDatabase.connect())
    importer.table = table
    importer.overwrites = force
    return try importer.run(
      names.map { "\(folder.path)/\($0)" }, into: project.authoredLayer(chosen: false))
  }

  func seed() throws -> [String] {
    try project.seeder(of: database, on: TestDatabase.connect(), SilentProgress()).apply().summary
  }

  func rows(_ query: String) throws -> [String] {
    let rows = try connection.run(simple: query)
    return rows.map { row in
      rows.columns.indices.map { row[$0] ?? "-" }.joined(separator: "|")
    }
  }
}

extension ImportReport {
  /// `users.yml:3 …`, for each thing that was left.
  var leftovers: [String] {
    notCarried.map { leftover in
      let place = leftover.location
      let name = place.file.split(separator: "/").last ?? ""
      return "\(name):\(place.line ?? 0) \(leftover.what)"
    }
  }
}
