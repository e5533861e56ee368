internal import Postgres
internal import SQLScript

/// Statements that take effect together, run in a shadow.
///
/// They run in one transaction first, as they will, which tells what each does and what is held
/// meanwhile. A lock that an earlier statement holds already is not seen to be taken again: so,
/// where there is one, all is rolled back and the statements run once more, each in a transaction of
/// its own.
struct ObservedTransaction {
  /// What one statement did.
  private struct Step {
    /// The relations' names when it began.
    let map: RelationMap
    /// What was known of them then.
    let knowledge: SchemaKnowledge
    let index: Int
    /// Why it was not run, or what the server said.
    var failure: String?
    /// Taken by it, as far as they were not held before.
    var taken: [Int: LockMode] = [:]
    var held: [Int: LockMode] = [:]
    var work: [StatementEffect.Work] = []
    /// The step whose statement was run in its place, as one that does the same to other rows.
    var model: Int?
    var isObserved: Bool { failure == nil }
  }

  private(set) var map: RelationMap
  private(set) var knowledge: SchemaKnowledge
  private let range: Range<Int>
  private let script: MigrationScript
  private let session: ObservedSession
  /// Whether each lock was seen to be taken, by whichever statement.
  private var isComplete = true
  private var steps: [Step] = []
  /// Of each statement the step that tells of it: those of a script of data share a few.
  private var order: [Int] = []
  /// The steps of changes of rows since any other statement, by their shapes.
  private var changes: [String: Int] = [:]
  private var signals = Signals() {
    didSet { held = nil }
  }
  /// What is locked now; nil where nobody has looked.
  private var held: [Int: LockMode]?

  init(
    _ range: Range<Int>, of script: MigrationScript, in session: ObservedSession,
    _ map: RelationMap, _ knowledge: SchemaKnowledge
  ) {
    self.range = range
    self.script = script
    self.session = session
    self.map = map
    self.knowledge = knowledge
  }

  /// For each statement, in order.
  mutating func run() throws(PostgresError) -> [StatementEffect] {
    let start = map
    try session.begin()
    for index in range { try observe(index, isProtected: true) }
    isComplete = !steps.contains { $0.isObserved && !$0.held.isEmpty }
    if !isComplete, !range.contains(where: { script.script.statements[$0].lastsForTransaction }) {
      try session.connection.run(simple: "ROLLBACK")
      map = start
      try repeatAlone()
      isComplete = true
    } else if try !commit() {
      map = start
    }
    return effects
  }

  /// The same for a transaction that the file itself begins and ends. A plain one is as good as
  /// one of the runner's.
  mutating func runAsWritten() throws(PostgresError) -> [StatementEffect] {
    if isPlain {
      let silent = StatementEffect(source: .observed)
      let inner = (range.lowerBound + 1)..<(range.upperBound - 1)
      var body = ObservedTransaction(inner, of: script, in: session, map, knowledge)
      defer { (map, knowledge) = (body.map, body.knowledge) }
      return [silent] + (try body.run()) + [silent]
    }
    for index in range { try observe(index, isProtected: false) }
    isComplete = !steps.contains { !$0.held.isEmpty }
    if session.connection.transactionStatus != .idle {
      try session.connection.run(simple: "ROLLBACK")
    }
    return effects
  }

  private var effects: [StatementEffect] {
    let effects = steps.map(effect)
    return order.map { effects[$0] }
  }

  /// Whether it is BEGIN, statements and COMMIT, and says no more of the transaction.
  private var isPlain: Bool {
    let statements = script.script.statements[range]
    guard range.count > 1, case .commit = statements.last?.transactionControl else { return false }
    let plain: Set<String> = ["BEGIN", "START", "TRANSACTION", "WORK"]
    return plain.isSuperset(of: statements.first?.words ?? [])
      && statements.filter { $0.transactionControl != nil }.count == 2
      && !statements.contains(where: \.controlsSavepoint)
  }

  /// - Parameter isProtected: goes on after a statement that fails, as if it were not there.
  private mutating func observe(_ index: Int, isProtected: Bool) throws(PostgresError) {
    let statement = script.script.statements[index]
    if isProtected, let number = repetition(of: statement) {
      order.append(number)
      return
    }
    order.append(steps.count)
    var step = Step(map: map, knowledge: knowledge, index: index)
    defer {
      steps.append(step)
      knowledge.learn(statement, of: script)
    }
    if let reason = statement.reachOutside {
      step.failure = "not run in the shadow database: \(reason)"
      return
    }
    // It is refused after any other statement, and ours come before.
    if isProtected, statement.words.starts(with: ["SET", "TRANSACTION"]) { return }
    let reading = EffectReading(map: map)
    step.held = heldNow()
    let before = signals
    do throws(PostgresError) {
      if isProtected { try session.connection.run(simple: "SAVEPOINT seedbed_statement") }
      let notices = try session.run(index, isLocal: isProtected)
      guard session.connection.transactionStatus == .inTransaction else {
        signals = Signals()
        if isProtected {
          step.failure = "it ended the transaction around it"
          try session.begin()
        }
        return
      }
      if statement.transactionControl == .begin { try session.countEarlier() }
      signals = try session.signals(
        after: isProtected ? "RELEASE SAVEPOINT seedbed_statement" : nil)
      step.taken = reading.locks(from: before, to: signals)
      step.work = reading.work(
        from: before, to: signals, after: session.earlier, notices,
        under: step.held.merging(step.taken, uniquingKeysWith: max))
      update()
    } catch {
      if error.isConnectionFailure { throw error }
      step.failure = "failed in the shadow database: \(error.redacted.message)"
      guard session.connection.transactionStatus == .failed else { return }
      guard isProtected else {
        try session.connection.run(simple: "ROLLBACK")
        signals = Signals()
        return
      }
      // What it had read is counted, though it is rolled back.
      signals = try session.signals(after: "ROLLBACK TO SAVEPOINT seedbed_statement")
      try session.countEarlier()
    }
  }

  /// The step of a statement that need not be run, because one like it was, and none but changes of
  /// rows since: a script of data holds hundreds of thousands.
  private mutating func repetition(of statement: Statement) -> Int? {
    guard let shape = statement.shapeOfChange else {
      changes = [:]
      return nil
    }
    // One that has locked out others calls what may do it to another table the next time.
    guard let number = changes[shape], !steps[number].taken.values.contains(where: \.blocksWrites)
    else {
      changes[shape] = steps.count
      return nil
    }
    let held = heldNow()
    if steps[number].held == held { return number }
    var step = steps[number]
    step.held = held
    step.model = number
    steps.append(step)
    changes[shape] = steps.count - 1
    return steps.count - 1
  }

  private mutating func heldNow() -> [Int: LockMode] {
    if let held { return held }
    let found = EffectReading(map: map).locks(from: Signals(), to: signals)
    held = found
    return found
  }

  /// Runs each statement that can be run in a transaction of its own, for the locks that it takes
  /// whatever is held.
  private mutating func repeatAlone() throws(PostgresError) {
    for number in steps.indices where steps[number].isObserved {
      if let model = steps[number].model {
        steps[number].taken = steps[model].taken
        continue
      }
      do throws(PostgresError) {
        try session.begin()
        _ = try session.run(steps[number].index, isLocal: true)
        signals = try session.signals()
        let taken = EffectReading(map: map).locks(from: Signals(), to: signals)
        steps[number].taken.merge(taken, uniquingKeysWith: max)
        update()
        try session.connection.run(simple: "COMMIT")
      } catch {
        if error.isConnectionFailure { throw error }
        if session.connection.transactionStatus != .idle {
          try session.connection.run(simple: "ROLLBACK")
        }
      }
    }
  }

  /// False where constraints that are checked at the end failed for want of rows: later statements
  /// will say what they miss.
  private func commit() throws(PostgresError) -> Bool {
    do throws(PostgresError) {
      try session.connection.run(simple: "COMMIT")
      return true
    } catch {
      if error.isConnectionFailure { throw error }
      return false
    }
  }

  private mutating func update() {
    for (oid, relation) in signals.relations {
      guard let known = map[oid] else {
        if relation.kind == .index { map.add(index: oid, file: relation.file) }
        continue
      }
      if known.name != relation.name || known.file != relation.file
        || known.tablespace != relation.tablespace
      {
        map.update(oid, relation.name, file: relation.file, tablespace: relation.tablespace)
      }
    }
  }

  private func effect(of step: Step) -> StatementEffect {
    let reading = EffectReading(map: step.map)
    let held = step.held.filter { oid, mode in step.taken[oid].map { $0 < mode } ?? true }
    let statement = script.script.statements[step.index]
    if let failure = step.failure {
      var effect = StaticEffects(step.map, step.knowledge).effect(of: statement, script.script)
      effect.held = reading.shown(held)
      effect.note = failure
      return effect
    }
    var locks = reading.shown(step.taken)
    if !isComplete {
      // One that was held before is not seen to be taken again.
      let known = Set(locks.map(\.relation))
      let heldModes = Dictionary(reading.shown(held).map { ($0.relation, $0.mode) }) { one, _ in one
      }
      let said = StaticEffects(step.map, step.knowledge).effect(of: statement, script.script)
      locks += said.locks.filter { lock in
        !known.contains(lock.relation) && heldModes[lock.relation].map { $0 >= lock.mode } ?? false
      }
    }
    return StatementEffect(
      locks: locks, work: step.work, held: reading.shown(held), source: .observed)
  }
}

extension Statement {
  /// Whether what it does ends with its transaction, so that the next statement has to be in it too.
  fileprivate var lastsForTransaction: Bool {
    switch firstWord {
    case "SET": return ["LOCAL", "CONSTRAINTS"].contains(words.dropFirst().first)
    case "DECLARE", "FETCH", "MOVE", "CLOSE", "SAVEPOINT", "RELEASE", "ROLLBACK", "LOCK":
      return true
    case "SELECT": return words.contains("SET_CONFIG")
    case "CREATE": return words.prefix(4).contains { ["TEMP", "TEMPORARY"].contains($0) }
    default: return false
    }
  }

  fileprivate var controlsSavepoint: Bool {
    ["SAVEPOINT", "RELEASE", "ROLLBACK"].contains(words.first)
  }
}
