import ArgumentParser
import Seedbed

struct SnapshotsCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "snapshots",
    abstract: "Show the templates, copies and snapshots that are kept of the database.",
    discussion: """
      Of templates the three last used are kept; each is a database of its own, with all the room \
      that takes. Snapshots stay until they are dropped.

      EXAMPLES:
        seedbed db snapshots
        seedbed db snapshots --clear                  the templates and their spare copies
        seedbed db snapshots --drop before-checkout
      """)

  @OptionGroup var global: GlobalOptions

  @Flag(help: "Drop the templates and spare copies; they are made again when they are needed.")
  var clear = false

  @Option(help: ArgumentHelp("Drop a snapshot.", valueName: "snapshot"))
  var drop: String?

  func validate() throws {
    if clear, drop != nil {
      throw ValidationError("--clear drops templates, --drop a snapshot: say one of them.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let database = try run.database(of: project)
    if clear { return try project.clearTemplates(of: database, run.terminal) }
    if let drop { return try project.dropSnapshot(of: database, drop, run.terminal) }
    return try project.keptDatabases(of: database, run.terminal)
  }
}
