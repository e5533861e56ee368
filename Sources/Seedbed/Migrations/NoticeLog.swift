internal import Postgres
internal import SQLScript

/// Shows the server's notices while a script runs, each with its statement's place, and keeps them
/// for the history.
final class NoticeLog {
  private let script: MigrationScript
  private let progress: any Progress
  private var lines: [String] = []
  private var size = 0
  /// The statement that runs, from 0; without one nothing is shown.
  var statement: Int?

  /// More than this is shown but not kept.
  private static let kept = 16_384

  init(_ script: MigrationScript, _ progress: any Progress) {
    self.script = script
    self.progress = progress
  }

  func receive(_ notice: PostgresError) {
    guard let statement else { return }
    let line = "\(script.place(of: statement)): \(notice.severity): \(notice.redacted.message)"
    progress.note(line)
    guard size < Self.kept else { return }
    size += line.utf8.count
    lines.append(line)
  }

  /// Nil where there was none.
  var text: String? { lines.isEmpty ? nil : lines.joined(separator: "\n") }
}
