import ArgumentParser
import Seedbed

struct MigrateResolveCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "resolve",
    abstract: "Say what is in the database where the history does not know; nothing is run.",
    discussion: """
      EXAMPLES:
        seedbed migrate resolve 20261122153000_add_users --applied
        seedbed migrate resolve 20261122153000_add_users --applied --statements 2
        seedbed migrate resolve 20261122153000_add_users --rolled-back
        seedbed migrate resolve --applied-through 20261122153000_add_users
      """)

  @Argument(help: "The migration, by its name or number.")
  var name: String?

  @Flag(help: "All of it is in the database, as its file says now.")
  var applied = false

  @Option(help: ArgumentHelp("With --applied: only its first statements are.", valueName: "number"))
  var statements: Int?

  @Flag(help: "Nothing of it is in the database.")
  var rolledBack = false

  @Option(help: ArgumentHelp("It and all before it are in the database.", valueName: "name"))
  var appliedThrough: String?

  @OptionGroup var lock: LockOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    let verdicts = [applied, rolledBack, appliedThrough != nil].filter { $0 }.count
    guard verdicts == 1 else {
      throw ValidationError("Give one of --applied, --rolled-back and --applied-through NAME.")
    }
    guard (name == nil) == (appliedThrough != nil) else {
      throw ValidationError(
        name == nil
          ? "Name the migration."
          : "With --applied-through the name stands behind it, and only there.")
    }
    if statements != nil, !applied { throw ValidationError("--statements goes with --applied.") }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let folder = try run.migrations(of: project)
    let verdict: Resolution.Verdict =
      appliedThrough != nil
      ? .appliedThrough
      : rolledBack ? .rolledBack : statements.map { .appliedStatements($0) } ?? .applied
    var resolution = Resolution(try run.database(of: project), folder, run.terminal)
    resolution.patience = lock.patience
    return try resolution.run(appliedThrough ?? name ?? "", is: verdict)
  }
}
