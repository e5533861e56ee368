/// What a statement does to the transaction around it.
public enum TransactionControl: Sendable, Hashable {
  /// `BEGIN`, `START TRANSACTION`
  case begin
  /// `COMMIT`, `END`
  case commit(andChain: Bool)
  /// `ROLLBACK`, `ABORT`; to roll back to a savepoint leaves the transaction open and is none.
  case rollback(andChain: Bool)
  /// `PREPARE TRANSACTION`: the session is outside a transaction afterwards.
  case prepare
}

extension Statement {
  /// nil for a statement that leaves the transaction open, savepoints among them, and for
  /// `COMMIT PREPARED` and `ROLLBACK PREPARED`, which speak of another transaction.
  public var transactionControl: TransactionControl? {
    var phrase = Phrase(self)
    switch phrase.takeWord() {
    case "BEGIN": return .begin
    case "START": return phrase.take("TRANSACTION") ? .begin : nil
    case "PREPARE": return phrase.take("TRANSACTION") ? .prepare : nil
    case "COMMIT", "END":
      return phrase.take("PREPARED") ? nil : .commit(andChain: phrase.takeChain())
    case "ROLLBACK", "ABORT":
      if phrase.take("PREPARED") { return nil }
      let chains = phrase.takeChain()
      return phrase.take("TO") ? nil : .rollback(andChain: chains)
    default: return nil
    }
  }
}

extension Phrase {
  /// `[WORK | TRANSACTION] [AND [NO] CHAIN]`
  fileprivate mutating func takeChain() -> Bool {
    _ = take("WORK") || take("TRANSACTION")
    return take("AND") && take("CHAIN")
  }
}
