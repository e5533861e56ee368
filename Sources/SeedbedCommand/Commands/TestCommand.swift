import ArgumentParser
import Seedbed

struct TestCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Run a command with a fresh, migrated and seeded database.",
    discussion: """
      DATABASE_URL names the database, which is dropped when the command ends; its exit code is this \
      one's. With --workers, DATABASE_URL_1, DATABASE_URL_2 and so on name one for each worker, and \
      DATABASE_URL_WORKER is the URL with {worker} for the number. The environment is test, where \
      neither --env nor SEEDBED_ENV names another.

      EXAMPLES:
        seedbed test -- pytest
        seedbed test --workers 4 -- npx jest --maxWorkers 4
        seedbed test -- go test ./...
      """)

  @OptionGroup var global: GlobalOptions

  @Option(help: ArgumentHelp("How many databases, one for each worker.", valueName: "number"))
  var workers = 1

  @Argument(parsing: .postTerminator, help: "The command, after --.")
  var command: [String] = []

  func validate() throws {
    guard (1...100).contains(workers) else {
      throw ValidationError("--workers takes a number from 1 to 100.")
    }
    guard !command.isEmpty else {
      throw ValidationError("The command to run stands behind --, as in: seedbed test -- pytest")
    }
  }

  func run() throws {
    var status: Int32 = 0
    try CommandRun(global).perform { run in
      let project = try run.project(environment: "test")
      var test = TestRun(project, try run.database(of: project), run.terminal)
      test.workers = workers
      status = try test.run(command)
      return Silence()
    }
    if status != 0 { throw ExitCode(status) }
  }
}
