import ArgumentParser
import Seedbed

struct DropCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "drop",
    abstract: "Drop the database, with all that is in it.",
    discussion: """
      Only a database that is marked disposable for this environment; any other needs its name as \
      the confirmation, and a protected one is never dropped.

      EXAMPLES:
        seedbed db drop --env test
        seedbed db drop --confirm shop_development --force
        seedbed db drop --env test --prefix test_      what `seedbed db clone` has made
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("The database's name, to say that it may go.", valueName: "database"))
  var confirm: String?

  @Flag(help: "End the sessions that use the database.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Instead, drop the copies by `seedbed db clone` whose names begin like this.",
      valueName: "prefix"))
  var prefix: String?

  func validate() throws {
    if prefix != nil, confirm != nil {
      throw ValidationError("--prefix drops only what was made to be dropped; leave --confirm out.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    if let prefix {
      let project = try run.project()
      return try project.dropClones(
        of: run.database(of: project), prefix: prefix, force: force, run.terminal)
    }
    let database = try run.database(of: run.project(required: false))
    guard try database.exists(run.terminal) else {
      return DatabaseChange(database: database.name, action: .absent)
    }
    try database.check(.drop, confirmation: confirm, run.terminal)
    let dropped = try database.drop(force: force, run.terminal)
    return DatabaseChange(database: database.name, action: dropped ? .dropped : .absent)
  }
}
