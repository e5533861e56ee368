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
  static func split(_ script: Script, usesTransaction: Bool) -> [Segment] {
    let controls = script.statements.map(\.transactionControl)
    if controls.contains(where: { $0 != nil }) { return splitAsWritten(controls) }
    var segments: [Segment] = []
    var start = 0
    func close(at end: Int) {
      if start < end { segments.append(Segment(kind: .transaction, statements: start..<end)) }
      start = end
    }
    for (index, statement) in script.statements.enumerated() {
      if !usesTransaction || statement.standsAlone {
        close(at: index)
        segments.append(Segment(kind: .alone, statements: index..<(index + 1)))
        start = index + 1
      } else if statement.endsSegment {
        close(at: index + 1)
      }
    }
    close(at: script.statements.count)
    return segments
  }

  private static func splitAsWritten(_ controls: [TransactionControl?]) -> [Segment] {
    var segments: [Segment] = []
    var begin: Int?
    for (index, control) in controls.enumerated() {
      switch (control, begin) {
      case (.begin, nil):
        begin = index
      case (.commit, let start?), (.rollback, let start?), (.prepare, let start?):
        segments.append(Segment(kind: .ownTransaction, statements: start..<(index + 1)))
        begin = nil
      case (_, nil):
        segments.append(Segment(kind: .alone, statements: index..<(index + 1)))
      case (_, .some):
        break
      }
    }
    if let begin {
      segments.append(Segment(kind: .ownTransaction, statements: begin..<controls.count))
    }
    return segments
  }
}
