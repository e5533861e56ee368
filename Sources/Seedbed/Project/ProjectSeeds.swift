public import Postgres

extension Project {
  /// What seeds a database from this project's fixtures.
  ///
  /// `$env` reads the process's environment variables, and what `.env` adds to them.
  public func seeder(
    of database: Database, on connection: Connection, _ progress: any Progress
  ) -> Seeder {
    Seeder(
      connection: connection, folder: fixtures,
      schemas: schemas(of: database),
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
