public import Postgres

extension Project {
  /// Seeds a database from this project's fixtures.
  ///
  /// - Parameter only: these tables' fixtures, as they name them; all where it is empty.
  public func seed(
    _ database: Database, only: [String] = [], _ progress: any Progress
  ) throws -> SeedReport {
    let connection = try database.connectForWriting(progress)
    var seeder = seeder(of: database, on: connection, progress)
    seeder.only = only
    return try seeder.apply()
  }

  /// What seeds a database from this project's fixtures.
  ///
  /// `$env` reads the process's environment variables, and what `.env` adds to them.
  public func seeder(
    of database: Database, on connection: Connection, _ progress: any Progress
  ) -> Seeder {
    Seeder(
      connection: connection, folder: fixtures,
      schemas: database.schema.map { [$0] } ?? configuration.schemas,
      variables: variables.merging(dotEnv.values) { process, _ in process }, progress: progress)
  }

  /// The fixture on standard input, as `FixtureFile.standardInput` reads it.
  public func standardInput(table: String) throws(Problem) -> FixtureFile {
    let temporary = variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
    return try .standardInput(table: table, folder: seedsFolder, temporary: temporary)
  }

  var fixtures: FixtureFolder {
    FixtureFolder(
      path: seedsFolder, name: configuration.seeds, environment: environment.name,
      environments: environmentNames)
  }

  /// Every environment whose folder of fixtures is no mistake.
  private var environmentNames: [String] {
    let listed = configuration.environments.map(\.name)
    let usual = listed.isEmpty ? ["development", "test", "staging", "production"] : []
    return listed
      + (Environment.everywhere + usual + [environment.name]).filter {
        !listed.contains($0)
      }
  }
}
