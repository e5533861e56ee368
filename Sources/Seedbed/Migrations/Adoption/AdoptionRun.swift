internal import Postgres

/// Takes another tool's history over; runs no migration.
public struct AdoptionRun {
  let database: Database
  let folder: MigrationFolder
  let progress: any Progress
  public var patience: Duration = .seconds(600)

  public struct Choice: Sendable {
    /// The other tool's table as `schema.table`, where there are several.
    public var table: String?
    /// Takes files over that are not what the tool applied.
    public var acceptsEdited = false
    /// Begins a history of Seedbed's own beside those of other tools.
    public var ignoresOthers = false
    /// Begins or ends keeping Prisma's history up to date; nil leaves it as it is.
    public var mirrors: Bool?

    public init() {}
  }

  public init(_ database: Database, _ folder: MigrationFolder, _ progress: any Progress) {
    self.database = database
    self.folder = folder
    self.progress = progress
  }

  /// Doing it twice changes nothing the second time.
  ///
  /// - Throws: a `Problem` where there is nothing to adopt, or where the history is not to be
  ///   believed: a migration that failed, a file that is not what was applied.
  public func run(_ choice: Choice) throws -> AdoptionReport {
    defer { progress.finished() }
    let contents = try folder.read()
    if choice.mirrors == true, contents.layout != .prisma {
      throw Problem(
        "migrate.no_mirror",
        "only Prisma's history is mirrored, and the folder is laid out for "
          + contents.layout.title, exitStatus: .usage)
    }
    let keeper = try RunKeeper(database, patience: patience, progress)
    let history = try keeper.history()
    var report = AdoptionReport(
      environment: database.environment.name, tool: contents.layout.rawValue)
    if !choice.ignoresOthers {
      let adopter = Adopter(
        contents: contents, tableName: choice.table, acceptsEdited: choice.acceptsEdited)
      let found = try adopter.take(keeper, beside: history, for: database, progress) { _ in }
        .adoption
      if let found {
        report.table = found.table.description
        report.adopted = found.rows.map(\.name)
      } else if history == nil, choice.mirrors != true {
        throw Problem(
          "migrate.nothing_to_adopt", "no other tool has migrated this database",
          hint: "there is nothing to take over: `seedbed migrate` applies what is pending")
      }
    }
    if try keeper.history() == nil { try keeper.createHistory(for: database) }
    if let mirrors = choice.mirrors {
      let mirror = try PrismaMirror(on: keeper.connection)
      if mirrors { try mirror.begin() } else { try mirror.end() }
    }
    report.isMirrored = try PrismaMirror.isKept(on: keeper.connection)
    return report
  }
}
