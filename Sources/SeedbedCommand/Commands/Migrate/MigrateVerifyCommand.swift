import ArgumentParser
import Seedbed

struct MigrateVerifyCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Show how the database differs from what its migrations make; nothing is changed.",
    discussion: """
      The migrations are replayed in a throw-away database: on the same server, or on the local one \
      where the role may not create databases. What a replay has made is remembered. The exit status \
      is 2 where there is drift.

      EXAMPLES:
        seedbed migrate verify
        seedbed migrate verify --env staging --json
        seedbed migrate new --from-drift 'take over what was done by hand'
      """)

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let folder = try run.migrations(of: project)
    return try DriftVerification(project, run.database(of: project), folder, run.terminal).run()
  }
}
