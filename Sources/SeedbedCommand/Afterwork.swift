import Seedbed

/// `seedbed db tidy` in the background, which goes on when this process has ended: nobody waits for
/// databases to be dropped, or to be made for later.
struct Afterwork {
  private let program: ChildProcess?

  init(_ project: Project, _ options: GlobalOptions, _ spare: Bool?) {
    var arguments = ["db", "tidy", "--root", project.root, "--env", project.environment.name]
    if let spare { arguments.append(spare ? "--spare" : "--no-spare") }
    var environment = project.variables
    // It may hold a password, which no list of processes is to show.
    if let url = options.databaseURL { environment["SEEDBED_DATABASE_URL"] = url }
    program = ProcessEnvironment.ownProgram.map {
      ChildProcess($0, arguments, environment: environment)
    }
  }

  /// Where it cannot be begun, the next run does its work.
  func begin() { _ = try? program?.launch(log: "/dev/null") }
}
