import ArgumentParser
import JSON
import Seedbed

/// Ends the process after what ArgumentParser threw: a request for help, a usage error, or the exit
/// code of a command that has said already what there is to say.
struct UsageReport {
  let error: any Error
  let arguments: [String]

  init(_ error: any Error, arguments: [String]) {
    self.error = error
    self.arguments = arguments
  }

  func end() -> Never {
    if let code = error as? ExitCode { SeedbedTool.end(code.rawValue) }
    if SeedbedTool.exitCode(for: error).isSuccess {
      try? Terminal.plain.result(SeedbedTool.fullMessage(for: error))
      SeedbedTool.end()
    }
    if wantsJSON {
      try? Terminal.plain.result(ProblemReport(problem).json.serialized())
    } else if let unknownCommand {
      Terminal.plain.problem(ProblemReport(unknownCommand))
    } else {
      Terminal.plain.error(usage)
    }
    SeedbedTool.end(ExitStatus.usage.rawValue)
  }

  /// ArgumentParser's text, beginning as every other error does.
  private var usage: String {
    let text = SeedbedTool.fullMessage(for: error)
    return text.hasPrefix("Error: ") ? "error: " + text.dropFirst("Error: ".count) : text
  }

  private var wantsJSON: Bool { arguments.prefix { $0 != "--" }.contains("--json") }

  private var problem: Problem {
    unknownCommand
      ?? Problem(
        "usage", SeedbedTool.message(for: error), hint: "see seedbed --help", exitStatus: .usage)
  }

  /// ArgumentParser suggests the nearest option, but not the nearest command.
  private var unknownCommand: Problem? {
    var command: any ParsableCommand.Type = SeedbedTool.self
    for word in arguments {
      let children = command.configuration.subcommands
      guard !children.isEmpty, !word.hasPrefix("-") else { return nil }
      if let child = children.first(where: { $0.configuration.commandName == word }) {
        command = child
        continue
      }
      if word == "help" { return nil }
      let names = children.compactMap { $0.configuration.commandName }
      return Problem(
        "usage.unknown_command", "there is no command \"\(word)\"",
        hint: Suggestion.hint(for: word, among: names), exitStatus: .usage)
    }
    return nil
  }
}
