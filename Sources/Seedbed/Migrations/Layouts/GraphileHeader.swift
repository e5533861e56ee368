internal import SQLScript

/// What stands above the SQL of a committed migration: `--! Previous:`, `--! Hash:` and more.
struct GraphileHeader {
  let hash: String
  /// Nil for the first.
  let previousHash: String?
  let allowsInvalidHash: Bool
  private let text: [Substring]
  private let lines: Int

  /// - Throws: where the header is not as graphile-migrate writes it.
  init(_ bytes: SourceText, of file: MigrationFile) throws(Problem) {
    text = String(decoding: bytes, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    var values: [Substring: String] = [:]
    let headers = text.prefix {
      $0.hasPrefix("--! ") && $0.dropFirst(4).first?.isUppercase == true
    }
    for line in headers {
      let sides = line.dropFirst(4).split(separator: ":", maxSplits: 1)
      let value = sides.count > 1 ? sides[1].drop { $0 == " " } : ""
      values[sides.first ?? ""] = String(value.prefix { !$0.isWhitespace })
    }
    lines = headers.count
    guard let hash = values["Hash"], let previous = values["Previous"], !hash.isEmpty else {
      throw Problem(
        "migrate.annotation", "the file has no header of a committed migration",
        hint: "commit it with graphile-migrate, or name another \"layout\" in seedbed.json",
        at: file.location(line: 1))
    }
    self.hash = hash
    previousHash = previous == "-" || previous.isEmpty ? nil : previous
    allowsInvalidHash = values["AllowInvalidHash"] != nil
  }

  private var body: String {
    String(text[lines...].joined(separator: "\n")).trimmed
  }

  /// False by `--! no-transaction` in the first line of the SQL.
  var hasTransaction: Bool {
    let first = body.prefix { $0 != "\n" }
    guard first.hasPrefix("--!") else { return true }
    return first.dropFirst(3).split(whereSeparator: \.isWhitespace).first != "no-transaction"
  }

  /// What the hash is for this text after that predecessor.
  var computedHash: String {
    let chained = ((previousHash ?? "") + "\n" + body + "\n").trimmed + "\n"
    return "sha1:" + ForeignChecksum.sha1(Array(chained.utf8))
  }

  /// The first of graphile-migrate's own placeholders, with its line.
  var placeholder: (line: Int, name: String)? {
    for (index, line) in text.enumerated() {
      for name in [":DATABASE_NAME", ":DATABASE_OWNER"] where line.contains(name) {
        return (index + 1, name)
      }
    }
    return nil
  }
}

extension StringProtocol {
  /// Without white space around.
  fileprivate var trimmed: String {
    let start = drop { $0.isWhitespace }
    return String(start.dropLast(start.reversed().prefix { $0.isWhitespace }.count))
  }
}
