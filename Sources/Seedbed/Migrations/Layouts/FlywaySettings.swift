/// A script's own settings, in `NAME.sql.conf`.
struct FlywaySettings {
  private(set) var transaction = TransactionRule.always
  private(set) var replacesPlaceholders = true

  /// - Parameter file: nil where the script has none.
  init(of file: MigrationFile?) throws(Problem) {
    guard let file else { return }
    let lines = String(decoding: try file.read(), as: UTF8.self).split(
      omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (index, line) in lines.enumerated() {
      let text = line.filter { !$0.isWhitespace }
      guard !text.isEmpty, !text.hasPrefix("#") else { continue }
      let sides = text.split(separator: "=", maxSplits: 1)
      switch (sides[0], sides.count > 1 ? sides[1] : "") {
      case ("executeInTransaction", "false"): transaction = .never
      case ("executeInTransaction", "true"), ("shouldExecute", "true"),
        ("placeholderReplacement", "true"), ("encoding", "UTF-8"):
        break
      case ("placeholderReplacement", "false"): replacesPlaceholders = false
      default:
        throw Problem(
          "migrate.annotation", "this setting of Flyway's is not understood",
          hint: "there is: executeInTransaction, placeholderReplacement",
          at: file.location(line: index + 1), excerpt: String(line))
      }
    }
  }
}
