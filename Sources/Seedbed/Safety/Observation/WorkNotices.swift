internal import Postgres

/// What the server says at `debug1` of the work that a statement does. These messages are never
/// translated.
struct WorkNotices {
  /// Names without their schema, which is all that the messages have.
  private(set) var rewritten: Set<String> = []
  private(set) var verified: Set<String> = []
  /// Tables, one for each index that was built.
  private(set) var built: [String] = []

  mutating func receive(_ notice: PostgresError) {
    guard notice.severity.hasPrefix("DEBUG") else { return }
    let message = notice.message
    let names = Self.quotedNames(in: message)
    if message.hasPrefix("rewriting table "), let name = names.first {
      rewritten.insert(name)
    } else if message.hasPrefix("verifying table "), let name = names.first {
      verified.insert(name)
    } else if message.hasPrefix("building index "), names.count > 1 {
      built.append(names[1])
    }
  }

  /// What stands in double quotes. A name that holds `" on table "` cannot be told from two names.
  private static func quotedNames(in message: String) -> [String] {
    message.split(separator: "\"", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }
}
