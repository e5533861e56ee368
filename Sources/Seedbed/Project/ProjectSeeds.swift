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
      schemas: schemas(of: database), variables: seedVariables, progress: progress)
  }

  /// The same, with the fixtures read while the database is found out and opened.
  ///
  /// - Throws: what `open` does, or else what is wrong with the folder.
  public func seeder(
    _ progress: any Progress, opening open: () throws -> (Database, Connection)
  ) throws -> Seeder {
    let ((database, connection), sections) = try AtOnce.run(by: ClientLibrary.async, open) {
      try fixtures.sections()
    }
    var seeder = seeder(of: database, on: connection, progress)
    seeder.sections = sections
    return seeder
  }

  /// What compares a database with other fixtures than this project's: one, or a folder of them with
  /// its layers; nil is this project's.
  ///
  /// - Parameter path: from the working folder.
  public func seeder(
    of database: Database, on connection: Connection, against path: String?,
    _ progress: any Progress
  ) throws -> Seeder {
    guard let path else { return seeder(of: database, on: connection, progress) }
    let absolute = Folder.absolute(path)
    guard FileStatus(absolute) != nil else {
      throw Problem(
        "seed.missing_file", "there is no file or folder \"\(path)\"",
        hint: "the path is relative to the working folder", exitStatus: .usage)
    }
    let isFolder = FileStatus.isFolder(absolute)
    let folder = isFolder ? absolute : Folder.parent(of: absolute)
    var seeder = Seeder(
      connection: connection,
      folder: FixtureFolder(
        path: folder, name: relative(folder), environment: environment.name,
        environments: environmentNames),
      schemas: schemas(of: database), variables: seedVariables, progress: progress)
    if !isFolder { seeder.fixture = try FixtureFile(path: absolute, name: relative(absolute)) }
    return seeder
  }

  /// The fixture on standard input, as `FixtureFile.standardInput` reads it.
  public func standardInput(table: String) throws(Problem) -> FixtureFile {
    try .standardInput(table: table, folder: seedsFolder, temporary: temporaryFolder)
  }

  /// Where an input that is too large for memory waits.
  var temporaryFolder: String {
    variables["TMPDIR"].flatMap { $0.isEmpty ? nil : $0 } ?? "/tmp"
  }

  /// Where tables without a schema are looked for, in this order.
  func schemas(of database: Database) -> [String] {
    database.schema.map { [$0] } ?? configuration.schemas
  }

  /// What `$env` reads.
  private var seedVariables: [String: String] {
    variables.merging(dotEnv.values) { process, _ in process }
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
