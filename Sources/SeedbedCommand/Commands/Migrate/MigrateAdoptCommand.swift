import ArgumentParser
import Seedbed

struct MigrateAdoptCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "adopt",
    abstract: "Take over the history of another tool; no migration is run.",
    discussion: """
      The first `seedbed migrate` does the same. Every file is checked against the sum that the tool \
      has kept of it; what the tool did not bring to its end is an error that says what to do.

      EXAMPLES:
        seedbed migrate adopt
        seedbed migrate adopt --mirror
        seedbed migrate adopt --table billing.schema_migrations
      """)

  @Option(
    help: ArgumentHelp("The tool's table, where there are several.", valueName: "schema.table"))
  var table: String?

  @Flag(help: "Take files over that were changed after the tool applied them.")
  var accept = false

  @Flag(help: "Take over nothing: other tools' histories are no concern of this folder.")
  var none = false

  @Flag(
    inversion: .prefixedNo,
    help: "Keep _prisma_migrations up to date from now on, for those who still use Prisma.")
  var mirror: Bool?

  @OptionGroup var lock: LockOptions
  @OptionGroup var global: GlobalOptions

  func validate() throws {
    if none, table != nil || accept || mirror == true {
      throw ValidationError("--none goes with no other option.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let folder = try run.migrations(of: project)
    var choice = AdoptionRun.Choice()
    choice.table = table
    choice.acceptsEdited = accept
    choice.ignoresOthers = none
    choice.mirrors = mirror
    var adoption = AdoptionRun(try run.database(of: project), folder, run.terminal)
    adoption.patience = lock.patience
    return try adoption.run(choice)
  }
}
