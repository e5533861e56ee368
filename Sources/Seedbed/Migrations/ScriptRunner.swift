internal import Postgres
internal import SQLScript

/// Runs a script segment by segment, so that at any moment its record says what took effect.
struct ScriptRunner<Record: RunRecord> {
  let script: MigrationScript
  let session: MigrationSession
  /// The session that holds the run lock; always outside a transaction and without the file's
  /// settings.
  let keeper: RunKeeper
  let progress: any Progress
  /// What the progress line calls it.
  let title: String
  var record: Record
  /// How many statements have taken effect.
  private(set) var applied = 0
  private var prefix = TokenPrefix()
  let notices: NoticeLog
  /// Whether the record is to have a failure that left nothing.
  var recordsFailure: (StatementFailure) -> Bool = { _ in true }
  /// How its segments come by their locks; nil where nobody is there to be kept waiting.
  var locks: ScriptLocks?
  /// Of its own transactions.
  var durability = Durability.atCommit
  /// Whether its last commit is to make the session ready for another script.
  var renewsSession = false
  /// The segment that is on its way to them.
  var step: LockedStep?

  init(
    _ script: MigrationScript, in session: MigrationSession, keeper: RunKeeper, title: String,
    record: Record, _ progress: any Progress
  ) {
    self.script = script
    self.session = session
    self.keeper = keeper
    self.progress = progress
    self.title = title
    self.record = record
    notices = NoticeLog(script, progress)
    let notices = notices
    session.connection.onNotice = { notices.receive($0) }
  }

  /// Runs what follows the first `start` statements.
  ///
  /// - Parameter isInterrupted: the statement there was begun before and nobody knows how it ended.
  /// - Throws: a `StatementFailure`, after it has been recorded and what was open rolled back.
  mutating func run(from start: Int = 0, isInterrupted: Bool = false) throws {
    var start = start
    applied = start
    // What fails here is no failure of the statement that is recorded, so the record stays.
    if start > 0 { try repeatSettings(before: start) }
    if isInterrupted, try isDone(start) {
      start += 1
      try keep(statement(recording: start), at: start - 1)
    }
    applied = start
    do {
      for segment in script.segments where segment.statements.upperBound > start {
        let first = max(start, segment.statements.lowerBound)
        if let locks {
          try run(segment, from: first, with: locks)
        } else {
          try run(segment, from: first)
        }
      }
      if start >= script.script.statements.count {
        try keep(record.statement(for: .finished, log: nil), at: nil)
      }
    } catch let failure as StatementFailure {
      giveUp(failure)
      throw failure
    }
  }

  mutating func run(_ segment: Segment, from start: Int) throws {
    switch segment.kind {
    case .transaction: try runInTransaction(start..<segment.statements.upperBound)
    case .alone: try runAlone(segment.statements.lowerBound)
    case .ownTransaction: try runAsWritten(segment.statements, from: start)
    }
    applied = segment.statements.upperBound
    record.exists = true
  }

  private mutating func runInTransaction(_ statements: Range<Int>) throws {
    if session.connection.transactionStatus == .idle {
      try attempt(nil) { () throws(PostgresError) in try session.connection.run(simple: "BEGIN") }
    }
    // What has to come by its locks is watched statement by statement.
    for batch in StatementBatches(statements, of: script.script, isTogether: step == nil) {
      if batch.count == 1 { try execute(batch.lowerBound) } else { try execute(together: batch) }
      guard session.connection.transactionStatus == .inTransaction else {
        throw StatementFailure(
          "the statement ended the transaction around it", at: batch.upperBound - 1,
          hint: "write -- seedbed: transaction off at the top of the file")
      }
    }
    try verifyLock()
    let text = statement(recording: statements.upperBound)
    let isLast = statements.upperBound == script.script.statements.count
    let tag = try attempt(nil) { () throws(PostgresError) in
      try session.commit(text, durability, renewing: renewsSession && isLast)
    }
    try checkCommit(tag, at: nil)
  }

  /// The record is written on the other session, before and after: a crash in between leaves a row
  /// that says which statement was at work.
  private mutating func runAlone(_ index: Int) throws {
    try keep(
      record.statement(
        for: .started(after: index, prefix: checksum(ofFirst: index)), log: notices.text),
      at: index)
    record.exists = true
    applied = index
    let work = ConcurrentWork(script.script.statements[index], of: script.script)
    let before = try prepare(work, at: index)
    do throws(StatementFailure) {
      try execute(index)
    } catch {
      if let before, !error.error.isConnectionFailure { removeRemains(before) }
      throw error
    }
    guard session.connection.transactionStatus == .idle else {
      throw StatementFailure(
        "the statement left a transaction open", at: index,
        hint: "write BEGIN and COMMIT as statements of the file")
    }
    try checkValid(work, since: before, at: index)
    try keep(statement(recording: index + 1), at: index)
  }

  private mutating func runAsWritten(_ statements: Range<Int>, from start: Int) throws {
    guard start == statements.lowerBound else {
      throw StatementFailure(
        "the file's own transaction cannot be entered in its middle", at: start,
        hint: "put its BEGIN back where it was when the first statements were applied")
    }
    let last = statements.upperBound - 1
    for index in statements.dropLast() { try execute(index) }
    var isCommit = false
    if case .commit = script.script.statements[last].transactionControl { isCommit = true }
    guard isCommit, session.connection.transactionStatus == .inTransaction, try mayWrite(at: last)
    else {
      try execute(last)
      try keep(statement(recording: statements.upperBound), at: last)
      return
    }
    try verifyLock()
    let text = statement(recording: statements.upperBound)
    try attempt(last) { () throws(PostgresError) in try session.write(text) }
    try checkCommit(try execute(last).tag, at: last)
  }

  /// What to write when so many statements have taken effect.
  private mutating func statement(recording count: Int) -> String {
    let isLast = count == script.script.statements.count
    let progress: RunProgress =
      isLast ? .finished : .applied(count, prefix: checksum(ofFirst: count))
    return record.statement(for: progress, log: notices.text)
  }

  private mutating func checksum(ofFirst count: Int) -> String {
    prefix.extend(to: count, of: script.script)
    return prefix.checksum
  }
}
