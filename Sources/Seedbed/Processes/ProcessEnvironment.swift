internal import FoundationEssentials

/// The environment variables this process was started with.
package enum ProcessEnvironment {
  package static var current: [String: String] { ProcessInfo.processInfo.environment }

  /// The first executable file of that name in the folders of `PATH`.
  package static func find(
    _ program: String, in environment: [String: String] = current
  ) -> String? {
    folders(of: environment).lazy.map { "\($0)/\(program)" }.first { FileStatus.isExecutable($0) }
  }

  /// The program that this process runs, by its path.
  package static var ownProgram: String? {
    let name = CommandLine.arguments.first ?? ""
    return name.contains("/") ? FileStatus.realPath(name) : find(name)
  }

  /// The folders of `PATH`; an empty one would be the working folder and is left out.
  package static func folders(of environment: [String: String]) -> [String] {
    (environment["PATH"] ?? "").split(separator: ":").map(String.init)
  }
}
