public import JSON
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

extension Adopter {
  /// Takes over what is new, under the other tool's own lock.
  ///
  /// - Parameter check: called before anything is written; what it throws leaves all as it was.
  /// - Returns: nil where no other tool has migrated this database.
  func take(
    _ keeper: RunKeeper, beside history: [AppliedMigration]?, for database: Database,
    _ progress: any Progress, check: (Adoption?) throws -> Void
  ) throws -> Adoption? {
    guard let first = try find(on: keeper.connection, beside: history) else {
      try check(nil)
      return nil
    }
    let lock = try ForeignLock(first.table, on: keeper.connection, progress)
    // The tool may have gone on until its lock was free.
    let adoption = try find(on: keeper.connection, beside: history) ?? first
    try check(adoption)
    if history == nil { try keeper.createHistory(for: database) }
    if let statement = adoption.statement { try keeper.connection.run(simple: statement) }
    try lock.release()
    return adoption
  }
}

/// What was taken over.
public struct AdoptionReport: Report, Sendable {
  public let environment: String
  /// The layout's name.
  public let tool: String
  /// Nil where there was none.
  public internal(set) var table: String?
  /// In the order in which the tool applied them.
  public internal(set) var adopted: [String] = []
  /// Whether Prisma's history is kept up to date.
  public internal(set) var isMirrored = false

  init(environment: String, tool: String) {
    self.environment = environment
    self.tool = tool
  }

  init(_ adoption: Adoption, environment: String) {
    self.init(environment: environment, tool: adoption.table.tool.rawValue)
    table = adoption.table.description
    adopted = adoption.rows.map(\.name)
  }

  /// `{"tool","table","adopted":[…]}`, as it stands in the report of `migrate`.
  public var body: JSONObject {
    [
      "tool": .string(tool), "table": table.map { .string($0) } ?? .null,
      "adopted": .array(adopted.map { .string($0) }),
    ]
  }

  public var json: JSONValue {
    var object: JSONObject = [
      "command": "migrate adopt", "environment": .string(environment),
    ]
    for member in body { object[member.name] = member.value }
    object["mirror"] = .bool(isMirrored)
    return .object(object)
  }

  public func text(_ style: Style) -> String {
    var lines = adopted.map { "  \(style.green("=")) \($0)" }
    lines.append(summary)
    if isMirrored { lines.append("Prisma's history is kept up to date") }
    return lines.joined(separator: "\n")
  }

  /// `adopted 12 migrations from public._prisma_migrations`
  var summary: String {
    guard let table else { return "a history of Seedbed's own is kept" }
    if adopted.isEmpty { return "nothing new in \(table)" }
    let count = adopted.count == 1 ? "1 migration" : "\(adopted.count) migrations"
    return "adopted \(count) from \(table)"
  }
}
