import ArgumentParser
import Seedbed

/// The options of every command.
struct GlobalOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The project's folder.",
      discussion: "Default: the nearest one with seedbed.json, migrations/ or seeds/.",
      valueName: "dir"),
    completion: .directory)
  var root: String?

  @Option(
    help: ArgumentHelp(
      "The environment: development, test, …", discussion: "Default: SEEDBED_ENV, or development.",
      valueName: "name"))
  var env: String?

  @Option(
    help: ArgumentHelp(
      "The database, before every other setting.", discussion: "DATABASE_URL does the same.",
      valueName: "url"))
  var databaseURL: String?

  @Flag(help: "Print one JSON document on standard output.")
  var json = false

  @Flag(name: [.long, .customShort("q")], help: "Say nothing but results and errors.")
  var quiet = false

  @Flag(name: [.long, .customShort("v")], help: "Say more of what is done and why.")
  var verbose = false

  @Option(help: "When to use colours: auto, always or never.")
  var color = ColorChoice.auto

  @Flag(help: "Answer prompts with yes; overrides no guard.")
  var yes = false

  enum ColorChoice: String, ExpressibleByArgument, CaseIterable { case auto, always, never }

  var projectOptions: Project.Options {
    Project.Options(root: root, environment: env, databaseURL: databaseURL)
  }
}

extension GlobalOptions {
  private static let withValue: Set<String> = ["--root", "--env", "--database-url", "--color"]
  private static let flags: Set<String> = [
    "--json", "--quiet", "-q", "--verbose", "-v", "--yes",
  ]

  /// `seedbed --env test reset` as `seedbed reset --env test`: the options belong to the commands,
  /// and people write them before as well.
  static func movedBehindCommand(_ arguments: [String]) -> [String] {
    var index = 0
    while index < arguments.count {
      let name = String(arguments[index].prefix { $0 != "=" })
      if flags.contains(arguments[index]) || (withValue.contains(name) && name != arguments[index])
      {
        index += 1
      } else if withValue.contains(name), index + 1 < arguments.count {
        index += 2
      } else {
        break
      }
    }
    guard index > 0, index < arguments.count, !arguments[index].hasPrefix("-") else {
      return arguments
    }
    let command = arguments[index...]
    let end = command.firstIndex(of: "--") ?? command.endIndex
    return Array(command[..<end] + arguments[..<index] + command[end...])
  }
}
