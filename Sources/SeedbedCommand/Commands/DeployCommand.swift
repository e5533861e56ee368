import ArgumentParser
import Seedbed

struct DeployCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "deploy",
    abstract: "Status, plan, backup, migrations, backfills, seeds, verification; asks nobody.",
    discussion: """
      For a deploy job, with live traffic and with several at once. What removes something waits for \
      --phase contract. A run that was stopped is completed by the next one.

      EXAMPLES:
        seedbed deploy --env staging --json
        seedbed deploy --env staging --phase contract
        seedbed deploy --env production --backup always --backup-to /var/backups/shop
      """)

  @Option(
    help: ArgumentHelp(
      "Which migrations: expand or contract.",
      discussion: "Default: expand, all but those that say `phase contract`.", valueName: "phase"))
  var phase = MigrateApplyCommand.Phase.expand

  @Option(
    help: ArgumentHelp(
      "When to back up first: never, destructive or always.",
      discussion: """
        Default: what seedbed.json says of the environment; else destructive, before a step that may \
        lose data, unless the database is disposable.
        """, valueName: "when"))
  var backup: Backup?

  enum Backup: String, ExpressibleByArgument, CaseIterable { case never, destructive, always }

  @Option(
    help: ArgumentHelp(
      "Where backups go.", discussion: "Default: .seedbed/backups.", valueName: "dir"),
    completion: .directory)
  var backupTo: String?

  @Flag(help: "Let statements run that hold off readers or writers for long.")
  var allowBlocking = false

  @OptionGroup var deletes: DeleteOptions
  @OptionGroup var lock: LockOptions
  @OptionGroup var global: GlobalOptions

  func run() throws {
    let run = CommandRun(global)
    try run.perform { run in
      let project = try run.project()
      var choice = Deployment.Choice()
      choice.phase = Directives.Phase(rawValue: phase.rawValue) ?? .expand
      choice.backup = backup.flatMap { Configuration.Backup(rawValue: $0.rawValue) }
      choice.backupFolder = backupTo
      choice.allowsBlocking = allowBlocking
      choice.allowedDeletes = deletes.allowDeletes
      choice.patience = lock.patience
      let report = Deployment(project, try run.database(of: project), choice, run.terminal).run()
      // The report says where it stopped; why belongs where errors are.
      if let failure = report.failure, !global.json {
        run.terminal.problem(ProblemReport(failure))
      }
      return report
    }
  }
}
