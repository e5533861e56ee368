internal import SQLScript

/// Statements of a transaction in the portions in which they go to the server, so that not each of
/// them is waited for: far from the server, that takes longer than most of them do.
///
/// What may have much to say or to return goes out by itself.
struct StatementBatches: Sequence, IteratorProtocol {
  private let script: Script
  private let isTogether: Bool
  private var rest: Range<Int>

  /// In bytes.
  private static let size = 1 << 15

  /// - Parameter isTogether: false where each statement is to go out by itself.
  init(_ statements: Range<Int>, of script: Script, isTogether: Bool = true) {
    self.script = script
    self.isTogether = isTogether
    rest = statements
  }

  mutating func next() -> Range<Int>? {
    guard !rest.isEmpty else { return nil }
    var end = rest.lowerBound
    var room = Self.size
    while end < rest.upperBound, isTogether, case let statement = script.statements[end],
      statement.goesAlong, end == rest.lowerBound || statement.range.count <= room
    {
      room -= statement.range.count
      end += 1
    }
    let batch = rest.lowerBound..<Swift.max(end, rest.lowerBound + 1)
    rest = batch.upperBound..<rest.upperBound
    return batch
  }
}

extension Statement {
  /// Whether it changes rows and nothing else; scripts of data hold a great many.
  var changesRows: Bool { ["INSERT", "UPDATE", "DELETE"].contains(firstWord) }

  /// A parameter is an error with a place where the statement is sent by itself, and a breach of the
  /// protocol where it is not.
  fileprivate var goesAlong: Bool { (changesRows || isPlainDefinition) && !hasParameters }

  /// Whether it defines something without a look at what is there, of which a notice would tell, and
  /// whose place is to be exact.
  private var isPlainDefinition: Bool {
    switch firstWord {
    case "COMMENT", "GRANT": return true
    case "CREATE", "ALTER", "DROP", "REVOKE", "TRUNCATE":
      let words = words
      // `ON DELETE CASCADE` takes nothing along yet.
      return !words.contains("IF")
        && (!words.contains("CASCADE") || words.contains("REFERENCES"))
    default: return false
    }
  }
}
