internal import Postgres
internal import SQLScript

/// What comes after the last key: is there anything left to do?
///
/// Rows that were written meanwhile may have keys that had been gone through already, as random ones
/// do; so the end of a pass is a reason to look, and not a proof.
struct BackfillVerification {
  private let batch: BackfillBatch
  private var script: BackfillScript { batch.script }
  private var key: BackfillKey { batch.table.key }

  init(_ batch: BackfillBatch) { self.batch = batch }

  /// Rows that are left are counted up to so many.
  private static let counted = 1_000

  /// Records that nothing is left, or begins another pass over what is.
  ///
  /// - Parameter mayGoOn: false where enough passes were made: then rows that are left are an error.
  /// - Returns: whether nothing is left.
  func finish(mayGoOn: Bool) throws -> Bool {
    let worker = batch.worker
    do {
      try worker.run(simple: "BEGIN; SET LOCAL statement_timeout = 0")
      let isDone = try decide(mayGoOn)
      try worker.run(simple: "COMMIT")
      return isDone
    } catch {
      _ = try? worker.run(simple: "ROLLBACK")
      if let error = error as? PostgresError { throw script.problem(error) }
      throw error
    }
  }

  private func decide(_ mayGoOn: Bool) throws -> Bool {
    let found = try batch.worker.run(
      simple: """
        SELECT \(BackfillState.columns) FROM \(batch.worker.own.backfills) b
        WHERE b.name = \(quoted(literal: script.name)) FOR UPDATE
        """
    ).first.map { BackfillState($0) }
    guard let state = found, !state.isVerified else { return true }
    // Another run may have begun the next pass.
    if !state.isAtEnd { return false }
    switch script.verification {
    case .range: return try record()
    case .repetition:
      if state.changedInPass == 0 { return try record() }
      try begin(pass: state.pass + 1, after: nil, upTo: state.last)
      return false
    case .condition:
      let left = try count()
      if left == 0 { return try record() }
      guard mayGoOn else { throw rowsLeft(left, state) }
      let (first, last) = try bounds()
      try begin(pass: state.pass + 1, after: first, upTo: last)
      return false
    }
  }

  private func record() throws(PostgresError) -> Bool {
    try batch.worker.run(
      simple: BackfillLedger.update(
        script.name,
        [
          ("verified_at", "pg_catalog.clock_timestamp()"),
          ("verification", quoted(literal: script.verification.rawValue)), ("waits_for", "NULL"),
          ("error", "NULL"),
        ], in: batch.worker.own))
    return true
  }

  private func begin(
    pass: Int, after cursor: [String]?, upTo last: [String]?
  ) throws(PostgresError) {
    try batch.worker.run(
      simple: BackfillLedger.update(
        script.name,
        [
          ("pass", "\(pass)"), ("changed_in_pass", "0"),
          ("cursor_key", BackfillBatch.literal(cursor)),
          ("last_key", BackfillBatch.literal(last)),
        ], in: batch.worker.own))
  }

  private func count() throws(PostgresError) -> Int {
    try batch.worker.run(
      simple: """
        SELECT count(*) FROM (SELECT 1 \(script.change.matchingRows()) LIMIT \(Self.counted)) AS rest
        """
    ).first?.int(0) ?? 0
  }

  /// The key before the first row that is left, and the one of the last.
  private func bounds() throws(PostgresError) -> (before: [String]?, last: [String]?) {
    if key.kind == .blocks {
      let size = try batch.worker.run(
        simple: """
          SELECT pg_catalog.pg_relation_size(\(batch.table.oid))
            / pg_catalog.current_setting('block_size')::int
          """
      ).first?.string(0)
      return (nil, size.map { [$0] })
    }
    guard let first = try end(descending: false), let last = try end(descending: true) else {
      return (nil, nil)
    }
    let before = key.range("t", before: first)
    let texts = key.references("t").map { "(\($0))::text" }.joined(separator: ", ")
    let rows = try batch.plain(
      SQL(
        unsafe: """
          SELECT \(texts) FROM \(batch.table.source) WHERE \(before.text)
          ORDER BY \(key.order("t", descending: true)) LIMIT 1
          """, binds: before.binds))
    return (rows.first.map { row in key.columns.indices.map { row.string($0) } }, last)
  }

  private func end(descending: Bool) throws(PostgresError) -> [String]? {
    let reference = script.table.reference
    let texts = key.references(reference).map { "(\($0))::text" }.joined(separator: ", ")
    let rows = try batch.plain(
      SQL(
        unsafe: """
          SELECT \(texts) \(script.change.matchingRows())
          ORDER BY \(key.order(reference, descending: descending)) LIMIT 1
          """))
    return rows.first.map { row in key.columns.indices.map { row.string($0) } }
  }

  private func rowsLeft(_ count: Int, _ state: BackfillState) -> Problem {
    let rows = count < Self.counted ? count.rows : "\(Self.counted.grouped) rows or more"
    return Problem(
      "backfill.rows_left",
      "\(rows) of \(batch.table.name) are still to be done, after \(state.pass) passes",
      hint: """
        something still writes such rows: give them their value by a trigger or a default, then run \
        `seedbed backfill run` again
        """,
      at: script.location, exitStatus: .pending)
  }
}
