import ArgumentParser
import JSON
import Seedbed

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

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
    if let code = error as? ExitCode { exit(code.rawValue) }
    let status = SeedbedTool.exitCode(for: error)
    let text = SeedbedTool.fullMessage(for: error)
    if status.isSuccess {
      Terminal.plain.result(text)
    } else if wantsJSON {
      Terminal.plain.result(ProblemReport(problem).json.serialized())
    } else {
      Terminal.plain.error(text)
    }
    exit(status.isSuccess ? ExitStatus.success.rawValue : ExitStatus.usage.rawValue)
  }

  private var wantsJSON: Bool { arguments.prefix { $0 != "--" }.contains("--json") }

  private var problem: Problem {
    // A suggestion stands in the same sentence, behind the first line's end or a question.
    let lines = SeedbedTool.message(for: error).split(separator: "\n").map(String.init)
    return Problem(
      "usage", lines.first ?? "the command line is not understood",
      hint: lines.count > 1 ? lines.dropFirst().joined(separator: " ") : "see seedbed --help",
      exitStatus: .usage)
  }
}
