internal import Postgres
internal import SQLScript

/// Shows the server's notices while a script runs, each with its statement's place, and keeps them
/// for the history.
final class NoticeLog {
  private let script: MigrationScript
  private let progress: any Progress
  private var lines: [String] = []
  private var size = 0
  /// The statement that runs, from 0, or those that were sent together; without one nothing is shown.
  var statements: Range<Int>?
  /// The least that is shown, by the server's setting `client_min_messages`: it may be made to say
  /// more for a while, which nobody has asked for.
  var level = "notice"

  /// More than this is shown but not kept.
  private static let kept = 16_384

  init(_ script: MigrationScript, _ progress: any Progress) {
    self.script = script
    self.progress = progress
  }

  func receive(_ notice: PostgresError) {
    guard let statements, isWanted(notice.severity) else { return }
    let line = "\(script.place(of: statements)): \(notice.severity): \(notice.redacted.message)"
    progress.note(line)
    guard size < Self.kept else { return }
    size += line.utf8.count
    lines.append(line)
  }

  private func isWanted(_ severity: String) -> Bool {
    switch severity {
    case let debug where debug.hasPrefix("DEBUG"): false
    case "NOTICE", "LOG": !["warning", "error"].contains(level)
    case "WARNING": level != "error"
    default: true
    }
  }

  /// How much there is by now.
  var mark: Int { lines.count }

  /// What was said since is of an attempt that was rolled back.
  func forget(after mark: Int) {
    for line in lines[mark...] { size -= line.utf8.count }
    lines.removeSubrange(mark...)
  }

  /// Nil where there was none.
  var text: String? { lines.isEmpty ? nil : lines.joined(separator: "\n") }
}
