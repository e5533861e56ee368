import ArgumentParser
import Seedbed

struct InitCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Start a project: settings, a first migration, a first fixture.",
    discussion: """
      What is there already stays as it is, so running it again does no harm.

      EXAMPLES:
        seedbed init
        seedbed init --root services/shop
      """)

  @OptionGroup var global: GlobalOptions

  func report(_ run: CommandRun) throws -> any Report {
    try ProjectTemplate(folder: global.root).write()
  }
}
