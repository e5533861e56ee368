internal import SQLScript

/// Turns a migration into its safe form: the same schema in the end, by steps that hold nobody off.
///
/// The text is edited where its tokens stand, never written anew from a parse tree: what is not
/// rewritten stays as it is, letter by letter.
struct SafeRewriter {
  /// Before the migration.
  private(set) var knowledge: SchemaKnowledge
  /// Whether the layout knows files that are run in batches.
  let knowsBackfills: Bool
  /// The statements of the migration that have another form now, by their places in it.
  private(set) var rewritten: Set<Int> = []

  init(_ knowledge: SchemaKnowledge, knowsBackfills: Bool = true) {
    self.knowledge = knowledge
    self.knowsBackfills = knowsBackfills
  }

  /// nil where the migration is safe as it is.
  ///
  /// - Throws: a `Problem` where the file controls transactions in a way that cannot be kept.
  mutating func rewrite(_ script: MigrationScript) throws(Problem) -> [SafeMigration]? {
    var steps: [SafeStep] = []
    rewritten = []
    let source = script.script
    for (index, statement) in source.statements.enumerated() {
      switch statement.transactionControl {
      case .begin, .commit: continue
      case .rollback, .prepare:
        throw Problem(
          "migrate.cannot_rewrite", "a migration that rolls back cannot be rewritten",
          at: script.location(of: statement))
      case nil: break
      }
      let outline = StatementOutline.of(statement, in: source)
      var remarks = source.remarks(before: index)
      if let safe = StatementRewrite(outline, source, knowledge).steps, !safe.isEmpty {
        rewritten.insert(index)
        for (place, step) in safe.enumerated() {
          steps.append(
            SafeStep(step.kind, step.sql, remarks: step.remarks + (place == 0 ? remarks : [])))
        }
      } else {
        var kind = statement.standsAlone ? SafeStep.Kind.alone : .together
        if staysUnderLock(outline, source) {
          kind = isBackfill(outline) ? .backfill : .separate
          if kind == .backfill { remarks.insert("seedbed: backfill", at: 0) }
          if kind == .backfill || steps.contains(where: { $0.kind == .together }) {
            rewritten.insert(index)
          }
        }
        let data = statement.copyData.map {
          "\n" + String(decoding: source.bytes[$0], as: UTF8.self)
        }
        if data != nil {
          throw Problem(
            "migrate.cannot_rewrite", "a migration that carries data for COPY cannot be rewritten",
            hint: "move the data to a migration of its own", at: script.location(of: statement))
        }
        steps.append(SafeStep(kind, source.text(of: statement), remarks: remarks))
      }
      knowledge.apply(outline, of: source.bytes, isNew: true)
    }
    guard !rewritten.isEmpty else { return nil }
    return SafeMigration.laidOut(steps, directives: script.keptDirectives)
  }

  private func staysUnderLock(_ outline: StatementOutline, _ source: Script) -> Bool {
    switch outline.kind {
    case .change(let change):
      let subject = LintSubject(
        outline: outline, script: source, knowledge: knowledge, earlier: [], later: [],
        isInOwnTransaction: false)
      return !UnboundedChange.findings(in: subject).isEmpty && !knowledge.isNew(change.table)
    case .alterTable(let alter):
      return !knowledge.isNew(alter.table)
        && alter.actions.contains {
          if case .validateConstraint = $0.kind { true } else { false }
        }
    default: return false
    }
  }

  private func isBackfill(_ outline: StatementOutline) -> Bool {
    if case .change = outline.kind { knowsBackfills } else { false }
  }
}

extension MigrationScript {
  /// The directives of the file but `transaction off`, which is decided anew, and what allows a
  /// hazard that is no more.
  fileprivate var keptDirectives: [String] {
    script.header.map(\.text).filter { text in
      let words = text.split { $0 == " " || $0 == "\t" }
      guard words.first?.lowercased() == "seedbed:", words.count > 1 else { return false }
      return words[1] != "transaction" && words[1] != "allow"
    }.map { "-- " + $0 }
  }
}

extension Script {
  /// The line comments that stand above a statement, behind the one before.
  fileprivate func remarks(before index: Int) -> [String] {
    let start = index == 0 ? 0 : statements[index - 1].range.upperBound
    let text = String(decoding: bytes[start..<statements[index].range.lowerBound], as: UTF8.self)
    return text.split(separator: "\n").compactMap { line in
      let trimmed = line.drop { $0 == " " || $0 == "\t" || $0 == ";" }
      guard trimmed.hasPrefix("--") else { return nil }
      let remark = trimmed.dropFirst(2).drop { $0 == " " }
      return remark.lowercased().hasPrefix("seedbed:") ? nil : String(remark)
    }
  }
}
