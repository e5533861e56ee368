/// One statement of a safe form, and how it is to be run.
struct SafeStep: Sendable, Equatable {
  enum Kind: Sendable {
    /// May share a transaction with its neighbours.
    case together
    /// In a transaction of its own: its lock must be let go before, or after.
    case separate
    /// Outside of a transaction: `CONCURRENTLY`.
    case alone
    /// In batches, before anything that comes after it.
    case backfill
  }

  let kind: Kind
  /// Without a semicolon.
  let sql: String
  /// What the file says above it, one line for each.
  var remarks: [String] = []

  init(_ kind: Kind, _ sql: String, remarks: [String] = []) {
    self.kind = kind
    self.sql = sql
    self.remarks = remarks
  }
}
