internal import SQLGrammar
internal import SQLScript

/// Looks at migrations one after another, in the order in which they run.
struct Linter {
  var knowledge: SchemaKnowledge
  private var hazards: [Hazard] = []

  init(_ knowledge: SchemaKnowledge) { self.knowledge = knowledge }

  /// Takes a migration in without looking for hazards.
  ///
  /// - Parameter isNew: whether it has yet to run, so that no application knows what it makes.
  mutating func learn(_ script: MigrationScript, isNew: Bool = false) {
    for statement in script.script.statements {
      let outline = StatementOutline.of(statement, in: script.script)
      knowledge.apply(outline, of: script.script.bytes, isNew: isNew)
    }
  }

  /// The hazards of a migration, in the order of the text; what its directives allow has a reason.
  mutating func lint(_ script: MigrationScript) -> [Hazard] {
    hazards = []
    for segment in script.segments { lint(segment, of: script) }
    let allowances = script.directives.allowances
    for index in hazards.indices {
      hazards[index].reason = allowances.first { $0.hazard == hazards[index].rule }?.reason
    }
    return hazards
  }

  private mutating func lint(_ segment: Segment, of script: MigrationScript) {
    let statements = script.script.statements[segment.statements]
    let outlines = statements.map { StatementOutline.of($0, in: script.script) }
    var earlier: [LintSubject.Step] = []
    var later = outlines.filter { !$0.isOfRows }[...]
    for (statement, outline) in zip(statements, outlines) {
      if !outline.isOfRows { later.removeFirst() }
      let subject = LintSubject(
        outline: outline, script: script.script, knowledge: knowledge,
        earlier: segment.kind == .alone ? [] : earlier, later: later,
        isInOwnTransaction: segment.kind == .ownTransaction)
      let place = StatementPlace(statement: statement, script: script, origin: nil)
      look(at: subject, place, in: script)
      var effect = subject.effect
      for block in blocks(in: statement, outline, script.script) {
        let inner = lint(block, inside: subject, statement, script)
        effect.locks += inner.locks
        effect.work += inner.work
      }
      knowledge.apply(outline, of: script.script.bytes, isNew: true)
      if !outline.isOfRows || effect.locks.contains(where: \.isStrong) {
        earlier.append(LintSubject.Step(outline: outline, effect: effect))
      }
    }
  }

  /// What a DO block runs, or the functions that a query calls and of which the text is known.
  private func blocks(
    in statement: Statement, _ outline: StatementOutline, _ script: Script
  ) -> [BlockStatements] {
    switch outline.kind {
    case .block: return [BlockStatements(statement, of: script)]
    case .rows where !knowledge.routines.isEmpty && statement.range.count < 100_000:
      let called = ExpressionTree.functions(calledBy: script.text(of: statement))
      return called.compactMap { name in
        let last = name.split(separator: ".").last.map(String.init) ?? name
        return knowledge.routines[last].map {
          BlockStatements(routine: $0, calledAt: statement.range.lowerBound)
        }
      }
    default: return []
    }
  }

  /// The statements inside of another run one after another in its transaction.
  private mutating func lint(
    _ block: BlockStatements, inside outer: LintSubject, _ statement: Statement,
    _ script: MigrationScript
  ) -> StatementEffect {
    var effect = StatementEffect(source: .predicted)
    var earlier = outer.earlier
    for embedded in block.list {
      guard let inner = embedded.script, let first = inner.statements.first else {
        let place = StatementPlace(statement: statement, script: script, origin: embedded.offset)
        add(
          Finding(DynamicStatement.message, at: 0), of: DynamicStatement.page, place, in: script)
        continue
      }
      let outline = StatementOutline.of(first, in: inner)
      let subject = LintSubject(
        outline: outline, script: inner, knowledge: knowledge, earlier: earlier, later: [],
        isInOwnTransaction: true)
      let place = StatementPlace(
        statement: first, script: script, origin: embedded.offset,
        isExact: embedded.isExact)
      look(at: subject, place, in: script)
      earlier.append(LintSubject.Step(outline: outline, effect: subject.effect))
      effect.locks += subject.effect.locks
      effect.work += subject.effect.work
      knowledge.apply(outline, of: inner.bytes, isNew: true)
    }
    return effect
  }

  private mutating func look(
    at subject: LintSubject, _ place: StatementPlace, in script: MigrationScript
  ) {
    for rule in HazardRules.all {
      let page = rule.page
      if page.isContract, script.directives.phase == .contract { continue }
      for finding in rule.findings(in: subject) { add(finding, of: page, place, in: script) }
    }
  }

  private mutating func add(
    _ finding: Finding, of page: HazardPage, _ place: StatementPlace, in script: MigrationScript
  ) {
    let position = place.position(of: finding.offset)
    hazards.append(
      Hazard(
        rule: page.id, consequence: finding.consequence ?? page.consequence,
        message: finding.message,
        location: script.file.location(line: position.line, column: position.column),
        excerpt: script.script.line(position.line), statement: place.statement.summary,
        safeForm: finding.safeForm))
  }
}

extension StatementOutline {
  fileprivate var isOfRows: Bool { if case .rows = kind { true } else { false } }
}

/// Where the offsets of a statement lie in the migration's file.
struct StatementPlace {
  let statement: Statement
  let script: MigrationScript
  /// For a statement inside of another: where it begins, or the expression that yields it.
  let origin: Int?
  /// Whether offsets count on from `origin`.
  var isExact = false

  func position(of offset: Int) -> SourcePosition {
    guard let origin else { return script.script.position(of: offset) }
    return script.script.position(of: isExact ? origin + offset : origin)
  }
}
