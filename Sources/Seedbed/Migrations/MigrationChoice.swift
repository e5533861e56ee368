/// What a run may do, and how far it goes.
public struct MigrationChoice: Sendable {
  /// The last migration to run, by name or number; nil runs all.
  public var target: String?
  /// Refuses what is otherwise only said: migrations out of order, and files that are missing.
  public var isStrict = false
  /// Takes the sums of files over in which only comments and white space have changed.
  public var acceptsLayout = false
  /// Runs the migrations of one phase only; nil runs both, in their order.
  public var phase: Directives.Phase?

  public init(
    target: String? = nil, isStrict: Bool = false, acceptsLayout: Bool = false,
    phase: Directives.Phase? = nil
  ) {
    self.phase = phase
    self.target = target
    self.isStrict = isStrict
    self.acceptsLayout = acceptsLayout
  }
}

/// What is to be run, and what is to be said about it: decided from values alone.
struct MigrationWork {
  struct Item {
    let migration: Migration
    /// The history has a row of an earlier text, which is nothing but a record.
    var replacesRow = false
    /// Of its statements so many have taken effect before.
    var appliedStatements = 0
    /// Nobody recorded how the statement after them ended.
    var isInterrupted = false
    var isPartial: Bool { appliedPrefix != nil }
    /// The token checksum of the statements that took effect; nil where the migration is new.
    var appliedPrefix: String?
  }

  private(set) var items: [Item] = []
  private(set) var realigned: [Migration] = []
  private(set) var notes: [String] = []
  private(set) var left = 0

  var isEmpty: Bool { items.isEmpty && realigned.isEmpty }

  /// - Throws: what keeps this plan from being carried out, all of it together.
  init(
    _ plan: MigrationPlan, of contents: MigrationFolder.Contents, _ choice: MigrationChoice
  ) throws(Problem) {
    var problems = plan.edited.filter { !$0.isLayoutOnly }.map(Problem.edited)
    for partial in plan.partial {
      if let migration = partial.migration, choice.leaves(migration) {
        left += 1
        continue
      }
      guard let migration = partial.migration, let prefix = partial.applied.tokenChecksum else {
        problems.append(.unsettled(partial))
        continue
      }
      items.append(
        Item(
          migration: migration, appliedStatements: partial.applied.appliedStatements,
          isInterrupted: partial.applied.failedStatement != nil && partial.applied.error == nil,
          appliedPrefix: prefix))
    }
    let reach = try Self.reach(choice.target, in: contents)
    let wanted = plan.pending.filter {
      reach?.contains($0.migration.name) ?? true && !choice.leaves($0.migration)
    }
    left += plan.pending.count - wanted.count
    problems += choice.obstacles(to: wanted, among: plan.pending)
    items += wanted.map { Item(migration: $0.migration, replacesRow: $0.replacesRow) }
    problems += contents.layout.reader.doubts(about: wanted.map(\.migration))
    // A contract is what comes later than its number says.
    for pending in wanted where pending.isOutOfOrder && pending.migration.phase != .contract {
      if choice.isStrict { problems.append(.outOfOrder(pending.migration)) }
      notes.append("\(pending.migration.name) comes before migrations that are applied already")
    }
    notes += Self.sharedNumbers(contents.migrations, among: Set(wanted.map(\.migration.name)))
    if choice.isStrict { problems += plan.missing.map(Problem.missing) }
    if !plan.missing.isEmpty, !choice.isStrict {
      notes.append(
        "the database is ahead of this folder: \(plan.missing.map(\.name).joined(separator: ", "))")
    }
    accept(plan.edited.filter(\.isLayoutOnly).map(\.migration), choice.acceptsLayout)
    if let problem = Problem.together(problems) { throw problem }
  }

  private mutating func accept(_ edited: [Migration], _ accepts: Bool) {
    if accepts {
      realigned = edited
    } else if !edited.isEmpty {
      notes.append(
        """
        only comments or white space have changed in \
        \(edited.map(\.name).joined(separator: ", ")); --accept takes that over
        """)
    }
  }

  /// Two branches may have taken the same number; then the names decide, which nobody may have meant.
  private static func sharedNumbers(
    _ migrations: [Migration], among pending: Set<String>
  ) -> [String] {
    zip(migrations, migrations.dropFirst()).filter { one, next in
      one.number != nil && one.number == next.number
        && (pending.contains(one.name) || pending.contains(next.name))
    }.map { "\($0.name) and \($1.name) have the same number, and run in the order of their names" }
  }

  /// The names up to the target; nil where there is none.
  private static func reach(
    _ target: String?, in contents: MigrationFolder.Contents
  ) throws(Problem) -> Set<String>? {
    guard let target else { return nil }
    let last = try contents.index(of: target)
    return Set(contents.migrations[...last].map(\.name))
  }
}

extension MigrationFolder.Contents {
  /// The place of the migration that a user named.
  func index(of name: String) throws(Problem) -> Int {
    let found = migrations.indices.filter { migrations[$0].isCalled(name) }
    if found.count == 1 { return found[0] }
    if let exact = found.first(where: { migrations[$0].name == name }) { return exact }
    throw Problem(
      "migrate.unknown_name",
      found.isEmpty
        ? "there is no migration \"\(name)\"" : "\"\(name)\" is the number of several migrations",
      hint: Suggestion.hint(for: name, among: migrations.map(\.name)), exitStatus: .usage)
  }
}
