internal import SQLScript

/// What the statements of a script mean for its transactions; most of them mean nothing.
///
/// Gathered in one walk, since each walk through a long script splits it anew.
struct TransactionMarks {
  enum Mark {
    /// It begins a transaction of the file's own, or ends one.
    case control(TransactionControl)
    /// It may not run inside a transaction.
    case standsAlone
    /// The transaction ends after it.
    case endsSegment
  }

  /// In the order of the statements.
  private(set) var marks: [(statement: Int, mark: Mark)] = []
  let count: Int

  init(_ script: Script) {
    count = script.statements.count
    for (index, statement) in script.statements.enumerated() where !statement.isPlain {
      if let control = statement.transactionControl {
        marks.append((index, .control(control)))
      } else if statement.standsAlone {
        marks.append((index, .standsAlone))
      } else if statement.endsSegment {
        marks.append((index, .endsSegment))
      }
    }
  }

  var hasControls: Bool {
    marks.contains { if case .control = $0.mark { true } else { false } }
  }
}

extension Statement {
  /// Whether its first word tells that it means nothing.
  fileprivate var isPlain: Bool { ["INSERT", "UPDATE", "DELETE", "SELECT"].contains(firstWord) }
}
