internal import SQLScript

extension Migration {
  /// What its directive says; nil for a migration of neither phase, which goes with `expand`.
  var phase: Directives.Phase? {
    // Most files never speak of it, and need not be split to find that out.
    guard let text = try? text(), !AnnotatedLines.lines(of: text, holding: "phase").isEmpty else {
      return nil
    }
    // What cannot be split is reported by the run.
    return (try? script())?.directives.phase
  }
}

extension MigrationChoice {
  /// Whether a migration belongs to the phase that was not asked for.
  func leaves(_ migration: Migration) -> Bool {
    switch phase {
    case nil: false
    case .expand: migration.phase == .contract
    case .contract: migration.phase != .contract
    }
  }

  /// What was to be expanded before a contract that is asked for.
  func obstacles(
    to wanted: [MigrationPlan.Pending], among pending: [MigrationPlan.Pending]
  ) -> [Problem] {
    guard phase == .contract, let last = wanted.last?.migration.name else { return [] }
    let before = pending.prefix { $0.migration.name != last }
    let missing = before.map(\.migration).filter { !$0.isRepeatable && $0.phase != .contract }
    if missing.isEmpty { return [] }
    return [
      Problem(
        "migrate.expand_pending",
        "refused to contract: \(missing.map(\.name).joined(separator: ", ")) comes before it and is not applied",
        hint: "run `seedbed migrate --phase expand` first", at: missing[0].file.location(),
        exitStatus: .refused)
    ]
  }
}
