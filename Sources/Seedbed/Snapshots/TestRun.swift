/// Runs a program with databases of its own: fresh, migrated and seeded, and gone when it ends.
public struct TestRun {
  public let project: Project
  public let database: Database
  /// How many databases there are, one for each of the program's workers.
  public var workers = 1
  public var progress: any Progress

  public init(_ project: Project, _ database: Database, _ progress: any Progress) {
    self.project = project
    self.database = database
    self.progress = progress
  }

  /// - Parameter command: the program and its arguments.
  /// - Returns: the program's exit code; 128 and the signal's number where a signal ended it.
  public func run(_ command: [String]) throws -> Int32 {
    guard let name = command.first, let program = Self.find(name) else {
      throw Problem(
        "test.no_command", "there is no program \"\(command.first ?? "")\"",
        hint: "the command stands behind --: seedbed test -- pytest", exitStatus: .usage)
    }
    let lent = try LentDatabases(project, database, progress)
    defer { lent.dropAll() }
    progress.activity("making the databases of this run")
    let names = try (0..<workers).map { _ in try lent.reserve() }
    try lent.lending.make(names)
    let variables = try variables(for: names.map { try lent.lending.url(of: $0) })
    progress.finished()
    return try ChildProcess(
      program, Array(command.dropFirst()),
      environment: project.variables.merging(variables) { _, ours in ours }
    ).runInForeground()
  }

  /// `DATABASE_URL` and `DATABASE_URL_1` are the first worker's, `DATABASE_URL_2` the second's;
  /// `DATABASE_URL_WORKER` is the URL of all of them, with `{worker}` for the number.
  func variables(for urls: [String]) -> [String: String] {
    var variables = [
      "DATABASE_URL": urls[0], "SEEDBED_ENV": project.environment.name,
      "SEEDBED_WORKERS": String(urls.count),
    ]
    for (index, url) in urls.enumerated() { variables["DATABASE_URL_\(index + 1)"] = url }
    variables["DATABASE_URL_WORKER"] = Self.pattern(of: urls[0])
    // What would come before DATABASE_URL names another database.
    variables["SEEDBED_DATABASE_URL"] = ""
    return variables
  }

  /// The URL with `{worker}` in place of the number that the database's name ends with.
  static func pattern(of url: String) -> String {
    let path = url.firstIndex(of: "?") ?? url.endIndex
    return url[..<path].dropLast() + "{worker}" + url[path...]
  }

  private static func find(_ name: String) -> String? {
    if name.contains("/") {
      let path = Folder.absolute(name)
      return FileStatus.isExecutable(path) ? path : nil
    }
    return ProcessEnvironment.find(name)
  }
}
