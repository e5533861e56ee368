import ArgumentParser
import Seedbed

struct ResetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reset",
    abstract: "Bring the database back to migrated and seeded, in a blink.",
    discussion: """
      Rows that differ are put right; where more has changed, a copy of a template takes the \
      database's place. A template is kept for each state of the migrations and fixtures, see \
      `seedbed db snapshots`.

      Only a database that is marked disposable for this environment; any other needs its name as \
      the confirmation, and a protected one is never reset.

      EXAMPLES:
        seedbed reset
        seedbed reset --env test --force
        seedbed reset --json
      """)

  @OptionGroup var lock: LockOptions
  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("The database's name, to say that it may go.", valueName: "database"))
  var confirm: String?

  @Flag(help: "End the sessions that use the database.")
  var force = false

  @Flag(
    inversion: .prefixedNo,
    help: ArgumentHelp(
      "Have a copy made in the background, for the next reset.",
      discussion: "Default: of a database that takes long to copy."))
  var spare: Bool?

  func run() throws {
    var afterwork: Afterwork?
    try CommandRun(global).perform { run in
      let project = try run.project()
      let report = try project.reset(
        run.database(of: project), confirmation: confirm, force: force, patience: lock.patience,
        run.terminal)
      if report.hasAfterwork || spare == true { afterwork = Afterwork(project, global, spare) }
      return report
    }
    afterwork?.begin()
  }
}
