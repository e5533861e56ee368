import ArgumentParser
import JSON
import Seedbed

/// A command that ends in a report; it says only what its report is.
protocol ReportingCommand: ParsableCommand {
  var global: GlobalOptions { get }
  func report(_ run: CommandRun) throws -> any Report
}

extension ReportingCommand {
  func run() throws { try CommandRun(global).perform(report) }
}

/// One run of a command: its project, its terminal, and how it ends.
struct CommandRun {
  let options: GlobalOptions
  let terminal: Terminal

  init(_ options: GlobalOptions) {
    self.options = options
    terminal = Terminal(options)
  }

  /// Opens the project; what is worth knowing of its database is said.
  ///
  /// - Parameters:
  ///   - required: false for what needs no more than a database that is named.
  ///   - environment: where neither an option nor `SEEDBED_ENV` names another.
  func project(required: Bool = true, environment: String? = nil) throws -> Project {
    var choice = options.projectOptions
    choice.worksWithoutProject = !required
    if choice.environment == nil, choice.variables["SEEDBED_ENV"]?.isEmpty != false {
      choice.environment = environment
    }
    let project = try Project(choice)
    terminal.detail("project \(project.root), environment \(project.environment.name)")
    return project
  }

  func database(of project: Project) throws -> Database {
    let database = try project.database()
    database.notes.forEach(terminal.note)
    terminal.detail("database \(database.name), by \(database.source)")
    return database
  }

  /// Makes the report and prints it, or the problem that came instead, as text or as the one JSON
  /// document; ends by the exit status of either.
  func perform(_ body: (CommandRun) throws -> any Report) throws {
    let report: any Report
    do {
      report = try body(self)
    } catch {
      let problem = ProblemReport(.describing(error))
      if options.json { try? print(problem) } else { terminal.problem(problem) }
      throw ExitCode(problem.exitStatus.rawValue)
    }
    do throws(Problem) {
      if options.json {
        try print(report)
      } else {
        try terminal.result(report.text(terminal.resultStyle))
      }
    } catch {
      terminal.problem(ProblemReport(error))
      throw ExitCode(error.exitStatus.rawValue)
    }
    if report.exitStatus != .success { throw ExitCode(report.exitStatus.rawValue) }
  }

  private func print(_ report: any Report) throws(Problem) {
    try terminal.result(report.json.serialized(pretty: Terminal.resultIsTerminal))
  }
}
