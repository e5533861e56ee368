internal import Postgres
internal import SQLScript

/// One batch of a backfill: a short transaction that changes a range of keys and, with it, the row
/// that says how far the work is.
struct BackfillBatch {
  let script: BackfillScript
  let table: BackfillTable
  let worker: Connection
  let watch: BackfillWatch

  /// What a batch did.
  struct Outcome {
    /// As it is after it.
    var state: BackfillState
    var changed: Int
    /// It had as many rows as it might.
    var isFull: Bool
    /// How many sessions waited for it at its end.
    var waiters: Int
  }

  /// Whoever else needs one of the rows has to wait until the batch is over, so it does not wait
  /// long itself.
  static let lockTimeout = Duration.milliseconds(500)
  static let statementTimeout = Duration.seconds(30)

  /// Runs the next one.
  ///
  /// - Parameters:
  ///   - checksCondition: looks whether the rows that were changed fulfil the condition still.
  ///   - complete: says in the state what only the whole run knows: the rate, and the size of the
  ///     batch after this one.
  /// - Returns: nil where the pass is over.
  /// - Throws: a `PostgresError`, with the transaction still open, or a `Problem`.
  func run(
    size: BatchSize, checksCondition: Bool, whileWaiting: @escaping () -> Void,
    complete: (inout Outcome) -> Void
  ) throws -> Outcome? {
    try worker.run(simple: Self.beginning)
    guard let state = try locked(), !state.isAtEnd, let last = state.last else {
      try worker.run(simple: "ROLLBACK")
      return nil
    }
    let bound = try bound(after: state.cursor, upTo: last, size.rows)
    let range = table.key.range(script.table.reference, after: state.cursor, upTo: bound.key)
    let answer = try worker.execute(
      SQL(unsafe: script.change.text(adding: range.text), binds: range.binds),
      every: .milliseconds(100), whileWaiting: whileWaiting)
    let changed = answer.affected
    if checksCondition, changed > 0 { try expectDone(changed, in: range) }
    var outcome = Outcome(
      state: state, changed: changed, isFull: bound.isFull,
      waiters: try watch.waiters(for: worker.backendProcessID))
    outcome.state.cursor = bound.key
    outcome.state.batches += 1
    outcome.state.read += bound.read
    outcome.state.changed += changed
    outcome.state.changedInPass += changed
    complete(&outcome)
    let committed = try worker.run(simple: save(outcome) + "; COMMIT")
    guard committed.tag == "COMMIT" else {
      throw PostgresError(sqlState: "40001", message: "the batch was rolled back")
    }
    return outcome
  }

  private static let beginning = """
    BEGIN; SET LOCAL lock_timeout = \(lockTimeout.milliseconds); \
    SET LOCAL statement_timeout = \(statementTimeout.milliseconds); \
    SET LOCAL enable_seqscan = off; SET LOCAL jit = off
    """

  /// The row of the state: whoever holds it runs the batch.
  private func locked() throws(PostgresError) -> BackfillState? {
    try worker.run(
      simple: """
        SELECT \(BackfillState.columns) FROM \(worker.own.backfills) b
        WHERE b.name = \(quoted(literal: script.name)) FOR UPDATE
        """
    ).first.map { BackfillState($0) }
  }

  /// Where the batch ends: so many keys further, whatever the condition says of their rows. No lock
  /// is taken for it.
  private func bound(
    after cursor: [String]?, upTo last: [String], _ size: Int
  ) throws(PostgresError) -> (key: [String], read: Int, isFull: Bool) {
    let key = table.key
    if key.kind == .blocks {
      let start = cursor?.first.flatMap { Int($0) } ?? 0
      let end = last.first.flatMap { Int($0) } ?? 0
      let count = max(1, Int(Double(size) / table.rowsPerBlock))
      let next = min(start + count, end)
      return ([String(next)], next - start, next < end)
    }
    let range = key.range("t", after: cursor, upTo: last)
    let names = key.columns.indices.map { "k\($0)" }
    let keys = zip(key.references("t"), names).map { "\($0) AS \($1)" }
    // By `batch.k0`: `k0` alone would be the text, in the order of texts.
    let rows = try plain(
      SQL(
        unsafe: """
          SELECT count(*) OVER (), \(names.map { "\($0)::text" }.joined(separator: ", "))
          FROM (SELECT \(keys.joined(separator: ", ")) FROM \(table.source)
            WHERE \(range.text) ORDER BY \(key.order("t")) LIMIT \(size)) AS batch
          ORDER BY \(names.map { "batch.\($0) DESC" }.joined(separator: ", ")) LIMIT 1
          """, binds: range.binds))
    guard let row = rows.first, row.int(0) == size else {
      return (last, rows.first?.int(0) ?? 0, false)
    }
    return (names.indices.map { row.string($0 + 1) }, size, true)
  }

  /// A query whose answer holds keys, as texts that are read back the same under any setting.
  func plain(_ query: SQL) throws(PostgresError) -> Rows {
    guard table.key.isTemporal else { return try worker.execute(query) }
    let settings = ["DateStyle", "IntervalStyle"]
    let before = try worker.run(
      simple: """
        SELECT \(settings.map { "pg_catalog.current_setting('\($0)')" }.joined(separator: ", "))
        """
    ).first
    let set = { (values: [String]) in
      zip(settings, values).map { "SET LOCAL \($0) = \(quoted(literal: $1))" }
        .joined(separator: "; ")
    }
    try worker.run(simple: set(["ISO", "postgres"]))
    let rows = try worker.execute(query)
    try worker.run(simple: set([before?.string(0) ?? "ISO", before?.string(1) ?? "postgres"]))
    return rows
  }

  /// Rows that fulfil the condition after the change as they did before would be changed again and
  /// again, and nothing would ever tell that the work is done.
  private func expectDone(_ changed: Int, in range: SQL) throws {
    let reference = script.table.reference
    let left = try worker.execute(
      SQL(
        unsafe: """
          SELECT count(DISTINCT (\(reference).tableoid, \(reference).ctid))
          \(script.change.matchingRows(and: range.text))
          """, binds: range.binds)
    ).first?.int(0)
    guard let left, left >= changed else { return }
    throw Problem(
      "backfill.condition_stays",
      "after the change its rows still fulfil the condition: \(left.rows) of \(changed) changed",
      hint: "write a WHERE that a row does not fulfil any more when it is done",
      at: script.location,
      notes: [
        "the batch was rolled back",
        """
        where having gone through every key once is enough: -- seedbed: backfill verify=range
        """,
      ])
  }

  private func save(_ outcome: Outcome) -> String {
    let state = outcome.state
    return BackfillLedger.update(
      script.name,
      [
        ("cursor_key", Self.literal(state.cursor)), ("batch_size", "\(state.batchSize)"),
        ("batches", "\(state.batches)"), ("rows_read", "\(state.read)"),
        ("rows_changed", "\(state.changed)"), ("changed_in_pass", "\(state.changedInPass)"),
        ("rows_per_second", state.rate.map { "\($0)" } ?? "NULL"), ("waits_for", "NULL"),
        ("error", "NULL"),
      ], in: worker.own)
  }

  static func literal(_ key: [String]?) -> String {
    key.map { quoted(literal: ArrayLiteral.text(of: $0)) + "::text[]" } ?? "NULL"
  }
}
