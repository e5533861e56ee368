import ArgumentParser
import Seedbed

struct BackfillCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "backfill",
    abstract: "Change the rows of large tables in small steps, beside live traffic.",
    discussion: """
      A migration's folder may hold a backfill.sql: one UPDATE, DELETE or INSERT … SELECT, which is \
      run for a range of keys at a time. It can be stopped at any moment and goes on where it was.

      EXAMPLES:
        seedbed backfill                      run what is not done yet
        seedbed backfill status               how far it is, and how long it will take
        seedbed backfill pause                from another terminal
      """,
    subcommands: [
      BackfillRunCommand.self, BackfillStatusCommand.self, BackfillPauseCommand.self,
      BackfillResumeCommand.self,
    ],
    defaultSubcommand: BackfillRunCommand.self)
}

extension CommandRun {
  func backfiller() throws -> Backfiller {
    let project = try project()
    let folder = try migrations(of: project)
    return Backfiller(try database(of: project), folder, terminal)
  }
}
