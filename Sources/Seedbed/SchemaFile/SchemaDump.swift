internal import Postgres

/// A run of pg_dump for a schema without rows.
struct SchemaDump {
  private let program: DumpProgram
  private let target: ConnectionTarget
  private let own: OwnSchema

  init(of database: Database, on connection: Connection) throws {
    program = try DumpProgram(forServer: connection.serverVersion / 10_000)
    target = try database.target()
    own = database.ownSchema
  }

  /// What pg_dump writes, but for the lines that name versions.
  func text() throws(Problem) -> String {
    var arguments = ["--no-owner", "--no-privileges", "--no-tablespaces"]
    if program.knowsRestrictKey { arguments.append("--restrict-key=seedbed") }
    return Self.stable(try output(arguments), keepsRestriction: program.knowsRestrictKey)
  }

  /// What pg_dump writes of the schema, without what is Seedbed's own.
  func output(_ arguments: [String]) throws(Problem) -> String {
    var environment = ProcessEnvironment.current
    if let password = target["password"] { environment["PGPASSWORD"] = password }
    let common = ["--schema-only", "--no-subscriptions", "--exclude-schema=\(own)"]
    let outcome = try ChildProcess(
      program.path, common + arguments + [target.url()], environment: environment
    ).run()
    guard outcome.succeeded else {
      let said = outcome.errors.split(separator: "\n").first.map(String.init) ?? "no reason given"
      throw Problem("schema_file.dump", "pg_dump failed: \(said)")
    }
    return outcome.output
  }

  /// Versions stand in the comments at the top. A key that pg_dump makes up is another one each time.
  static func stable(_ dump: String, keepsRestriction: Bool) -> String {
    var isHead = true
    var lines: [Substring] = []
    for line in dump.split(separator: "\n", omittingEmptySubsequences: false) {
      let isRestriction = line.hasPrefix("\\restrict ") || line.hasPrefix("\\unrestrict ")
      if isHead, !line.isEmpty, !line.hasPrefix("--"), !isRestriction { isHead = false }
      if isHead, line.hasPrefix("-- Dumped ") { continue }
      if isRestriction, !keepsRestriction { continue }
      // What was taken out leaves no gap.
      if line.isEmpty, lines.last?.isEmpty == true, isHead { continue }
      lines.append(line)
    }
    while lines.last?.isEmpty == true { lines.removeLast() }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// A pg_dump that can read a server: it must be as new as the server, or newer.
struct DumpProgram {
  let path: String
  /// Whether the key that it writes can be chosen (from 14.20, 15.15, 16.11, 17.7 and 18 on).
  let knowsRestrictKey: Bool

  /// The one of the server's own version where that is installed, so that everybody's file is the
  /// same; else the first in `PATH`.
  init(forServer major: Int) throws(Problem) {
    let candidates =
      ServerBinaries.packagedFolders(of: major).map { "\($0)/pg_dump" }
      + [ProcessEnvironment.find("pg_dump")].compactMap { $0 }
    var found: [String] = []
    for path in candidates where FileStatus.isExecutable(path) {
      guard let version = Self.version(of: path) else { continue }
      if Int(version.prefix { $0.isNumber }) ?? 0 >= major {
        self.path = path
        let help = try ChildProcess(path, ["--help"]).run().output
        knowsRestrictKey = help.contains("--restrict-key")
        return
      }
      found.append("\(path) is \(version)")
    }
    throw Problem(
      "schema_file.no_pg_dump",
      found.isEmpty
        ? "pg_dump is not installed"
        : "pg_dump is older than the server, which is PostgreSQL \(major): "
          + found.joined(separator: ", "),
      hint: "install PostgreSQL's client of version \(major), as apt install "
        + "postgresql-client-\(major)")
  }

  private static func version(of path: String) -> String? {
    guard let outcome = try? ChildProcess(path, ["--version"]).run(), outcome.succeeded else {
      return nil
    }
    return outcome.output.split(separator: " ").first { $0.first?.isNumber == true }
      .map { $0.filter { !$0.isNewline } }
  }
}
