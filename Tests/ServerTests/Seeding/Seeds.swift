import FoundationEssentials
import Postgres
import Seedbed
import TestSupport

/// A folder of fixtures against the running test's database.
struct Seeds {
  let folder: TemporaryFolder
  let connection: Connection
  var environment = "development"
  var variables: [String: String] = [:]
  var schemas = ["public"]
  /// Run in the session of every run before it begins.
  var session = ""
  var progress: any Progress = SilentProgress()

  /// - Parameter schema: run in the empty database first.
  init(_ schema: String, _ files: [String: String] = [:]) throws {
    folder = try TemporaryFolder()
    connection = try TestDatabase.connect()
    try connection.run(simple: schema)
    try folder.write("seeds/.keep", "")
    for (name, text) in files { try write(name, text) }
  }

  func write(_ name: String, _ text: String) throws { try folder.write("seeds/\(name)", text) }

  func writeBytes(_ name: String, _ bytes: [UInt8]) throws {
    try folder.write("seeds/\(name)", "")
    try Data(bytes).write(to: URL(filePath: "\(folder.path)/seeds/\(name)"))
  }

  private func seeder() throws -> Seeder {
    let connection = try TestDatabase.connect()
    try connection.run(simple: session)
    return Seeder(
      connection: connection,
      folder: FixtureFolder(
        path: "\(folder.path)/seeds", name: "seeds", environment: environment,
        environments: ["development", "test", "staging", "production"]),
      schemas: schemas, variables: variables, progress: progress)
  }

  @discardableResult
  func apply() throws -> SeedReport { try seeder().apply() }

  func plan() throws -> SeedReport { try seeder().plan() }

  func verify() throws -> SeedReport { try seeder().verify() }

  func verify(_ expectation: SeedExpectation) throws -> SeedReport {
    try seeder().verify(expectation)
  }

  /// The problems of a run that has to fail; empty where it does not.
  func problems() throws -> [Problem] {
    do {
      try apply()
      return []
    } catch let problem as Problem {
      return problem.all
    }
  }

  /// `seeds/t.json:1:2 seed.refused_row`, for each problem of a run that has to fail.
  func placedCodes() throws -> [String] {
    try problems().map { problem in
      "\(problem.location.map(String.init(describing:)) ?? "-") \(problem.code)"
    }
  }

  /// A query's rows, their columns joined by `|`, NULL as `-`.
  func rows(_ query: String) throws -> [String] {
    let rows = try connection.run(simple: query)
    return rows.map { row in
      rows.columns.indices.map { row[$0] ?? "-" }.joined(separator: "|")
    }
  }
}

extension SeedReport {
  /// `users +3 ~1 =40`, for each table.
  var summary: [String] {
    tables.map { "\($0.table) +\($0.inserted) ~\($0.updated) =\($0.unchanged)" }
  }
}
