internal import SQLScript

/// Statements of a migration that take effect together.
public struct Segment: Sendable, Hashable {
  public enum Kind: String, Sendable {
    /// Between a BEGIN and a COMMIT that Seedbed sends.
    case transaction
    /// From a BEGIN of the file's own to the end of that transaction.
    case ownTransaction
    /// One statement outside a transaction.
    case alone
  }

  public let kind: Kind
  /// By their place in the script, from 0; never empty.
  public let statements: Range<Int>
}

extension Segment {
  /// Splits a script.
  ///
  /// What may not run in a transaction stands alone, and the rest forms transactions as long as can
  /// be: so a plain file is one. A new one begins after `ALTER TYPE … ADD VALUE`, whose value can
  /// be used only after a commit. A script that controls transactions itself runs as it is
  /// written: what stands outside its own BEGIN … COMMIT commits by itself, as with psql.
  static func split(_ marks: TransactionMarks, usesTransaction: Bool) -> [Segment] {
    if marks.hasControls { return splitAsWritten(marks) }
    if !usesTransaction { return alone(0..<marks.count) }
    var segments: [Segment] = []
    var start = 0
    func close(at end: Int) {
      if start < end { segments.append(Segment(kind: .transaction, statements: start..<end)) }
      start = end
    }
    for (index, mark) in marks.marks {
      if case .standsAlone = mark {
        close(at: index)
        segments += alone(index..<(index + 1))
        start = index + 1
      } else {
        close(at: index + 1)
      }
    }
    close(at: marks.count)
    return segments
  }

  private static func splitAsWritten(_ marks: TransactionMarks) -> [Segment] {
    var segments: [Segment] = []
    // Of the statements outside the file's transactions, the first that is not taken yet.
    var next = 0
    var begin: Int?
    for (index, mark) in marks.marks {
      guard case .control(let control) = mark else { continue }
      switch (control, begin) {
      case (.begin, nil):
        segments += alone(next..<index)
        begin = index
      case (.commit, let start?), (.rollback, let start?), (.prepare, let start?):
        segments.append(Segment(kind: .ownTransaction, statements: start..<(index + 1)))
        begin = nil
        next = index + 1
      default: break
      }
    }
    if let begin {
      segments.append(Segment(kind: .ownTransaction, statements: begin..<marks.count))
    } else {
      segments += alone(next..<marks.count)
    }
    return segments
  }

  private static func alone(_ statements: Range<Int>) -> [Segment] {
    statements.map { Segment(kind: .alone, statements: $0..<($0 + 1)) }
  }
}
