import ArgumentParser
import FoundationEssentials
import Seedbed

struct MigrateLintCommand: ReportingCommand {
  static let configuration = CommandConfiguration(
    commandName: "lint",
    abstract: "Show what in migrations would block, break or destroy; nothing is run.",
    discussion: """
      Looks at what is pending, or at the migrations that are named. Needs no database; where one can \
      be reached, its catalog tells which tables there are, and of which types their columns. The exit \
      status is 2 where there is a hazard that no directive allows.

      EXAMPLES:
        seedbed migrate lint
        seedbed migrate lint migrations/20261123090000_phones/migration.sql
        seedbed migrate lint --all --offline --format sarif > lint.sarif
      """)

  @Argument(
    help: ArgumentHelp(
      "Files or folders of migrations, or their names or numbers.", valueName: "files"),
    completion: .file())
  var names: [String] = []

  @Flag(help: "Look at all migrations, applied ones too.")
  var all = false

  @Flag(help: "Ask no database.")
  var offline = false

  @Option(help: "How hazards are shown: text, github or sarif.")
  var format = Format.text

  @OptionGroup var global: GlobalOptions

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, github, sarif }

  func validate() throws {
    if all, !names.isEmpty { throw ValidationError("Give files or --all, not both.") }
    if global.json, format != .text {
      throw ValidationError("--json is a format of its own: leave --format out.")
    }
  }

  func report(_ run: CommandRun) throws -> any Report {
    let project = try run.project()
    let folder = try project.migrations()
    if names.isEmpty { _ = try run.migrations(of: project) }
    var choice = MigrationLint.Choice()
    choice.names = names
    choice.isAll = all
    choice.workingFolder = FileManager.default.currentDirectoryPath
    let database = offline ? nil : try run.database(of: project)
    var report = try MigrationLint(project, folder, run.terminal).run(choice, database)
    report.format = LintReport.Format(rawValue: format.rawValue) ?? .text
    report.pathPrefix = Self.prefix(
      of: project, in: ProcessInfo.processInfo.environment["GITHUB_WORKSPACE"])
    return report
  }

  /// From the repository, as GitHub has checked it out, to the project.
  static func prefix(of project: Project, in workspace: String?) -> String {
    guard let workspace, project.root.hasPrefix(workspace + "/") else { return "" }
    return project.root.dropFirst(workspace.count + 1) + "/"
  }
}
