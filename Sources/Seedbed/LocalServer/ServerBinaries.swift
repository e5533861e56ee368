internal import FoundationEssentials

/// A folder with the programs of one PostgreSQL server version.
struct ServerBinaries: Sendable, Equatable {
  var folder: String
  var major: Int
  /// As `15.18`.
  var version: String

  static let oldestSupported = 14

  func program(_ name: String) -> String { "\(folder)/\(name)" }

  /// The first installed server that may be used.
  ///
  /// - Parameter major: the version that the data was made by, which no other can read.
  static func find(
    major: Int? = nil, environment: [String: String] = ProcessEnvironment.current
  ) throws(Problem) -> ServerBinaries {
    var seen: [ServerBinaries] = []
    for folder in folders(environment) {
      guard let binaries = ServerBinaries(folder) else { continue }
      if major.map({ $0 == binaries.major }) ?? (binaries.major >= oldestSupported) {
        return binaries
      }
      seen.append(binaries)
    }
    throw notFound(major: major, seen: seen)
  }

  /// Nil where the folder lacks a program or holds something else under its name.
  private init?(_ folder: String) {
    let needed = ["postgres", "initdb"].map { "\(folder)/\($0)" }
    // Debian and others link single programs into PATH; their siblings lie beside the original.
    guard needed.allSatisfy(FileStatus.isExecutable),
      let server = FileStatus.realPath(needed[0]),
      let outcome = try? ChildProcess(server, ["--version"]).run(), outcome.succeeded,
      let version = outcome.output.split(separator: " ").first(where: { $0.first?.isNumber == true }
      ),
      let major = Int(version.prefix { $0.isNumber })
    else { return nil }
    self.folder = Folder.parent(of: server)
    self.major = major
    self.version = version.filter { !$0.isNewline }
  }

  private static func folders(_ environment: [String: String]) -> some Sequence<String> {
    let configured = [environment].lazy.compactMap { environment -> String? in
      guard let program = ProcessEnvironment.find("pg_config", in: environment),
        let outcome = try? ChildProcess(program, ["--bindir"]).run(), outcome.succeeded
      else { return nil }
      return outcome.output.split(separator: "\n").first.map(String.init)
    }
    let packaged = packageFolders.lazy.flatMap { parent, prefix, suffix in
      versions(in: parent, prefix: prefix).map { "\(parent)/\(prefix)\($0)/\(suffix)" }
    }
    return [
      AnySequence(ProcessEnvironment.folders(of: environment)), AnySequence(configured),
      AnySequence(packaged),
    ].lazy.joined()
  }

  /// Where the packages of Debian, Red Hat and Homebrew put a version's programs.
  private static let packageFolders = [
    ("/usr/lib/postgresql", "", "bin"),
    ("/usr", "pgsql-", "bin"),
    ("/opt/homebrew/opt", "postgresql@", "bin"),
    ("/usr/local/opt", "postgresql@", "bin"),
    ("/home/linuxbrew/.linuxbrew/opt", "postgresql@", "bin"),
  ]

  /// Where a version's programs may be.
  static func packagedFolders(of major: Int) -> [String] {
    packageFolders.map { parent, prefix, suffix in "\(parent)/\(prefix)\(major)/\(suffix)" }
  }

  /// The newest first.
  private static func versions(in parent: String, prefix: String) -> [Int] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
    return names.filter { $0.hasPrefix(prefix) }.compactMap { Int($0.dropFirst(prefix.count)) }
      .sorted(by: >)
  }

  private static func notFound(major: Int?, seen: [ServerBinaries]) -> Problem {
    let found = seen.map { "found \($0.version) in \($0.folder)" }
    if let major {
      return Problem(
        "local_server.other_version",
        "the local server's data was made by PostgreSQL \(major), which is not installed",
        hint: """
          install PostgreSQL \(major); or, if the data may go, remove .seedbed/postgres and run \
          again: it is made anew
          """, notes: found)
    }
    return Problem(
      "local_server.not_installed",
      seen.isEmpty
        ? "no database is named, and no PostgreSQL server is installed to start one from"
        : "no PostgreSQL server of version \(oldestSupported) or newer is installed",
      hint: """
        install PostgreSQL (apt install postgresql, brew install postgresql), or name a database: \
        --database-url or DATABASE_URL
        """, notes: found)
  }
}
