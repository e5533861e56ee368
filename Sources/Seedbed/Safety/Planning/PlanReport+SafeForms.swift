extension PlanReport {
  /// Marks the statements that would hold others off for long and have a form that does not.
  ///
  /// - Parameters:
  ///   - scripts: those that the report is of, in its order.
  ///   - names: the migrations that safe forms are made of.
  ///   - knowledge: before the first of them.
  mutating func markSafeForms(
    of scripts: [PendingScript], among names: Set<String>, _ knowledge: SchemaKnowledge,
    knowsBackfills: Bool
  ) {
    var linter = Linter(knowledge)
    for (place, pending) in scripts.enumerated() {
      if names.contains(pending.name) {
        var rewriter = SafeRewriter(linter.knowledge, knowsBackfills: knowsBackfills)
        // What cannot be rewritten has no safe form.
        if (try? rewriter.rewrite(pending.script)) != nil {
          migrations[place].mark(rewriter.rewritten)
        }
      }
      linter.learn(pending.script, isNew: true)
    }
  }

  var holdsOthersOff: Bool { statements.contains { $0.effect.lockClass == .longStrong } }
}

extension PlanReport.Migration {
  fileprivate mutating func mark(_ rewritten: Set<Int>) {
    for index in statements.indices where statements[index].effect.lockClass == .longStrong {
      statements[index].hasSafeForm = rewritten.contains(statements[index].number - 1)
    }
  }
}
