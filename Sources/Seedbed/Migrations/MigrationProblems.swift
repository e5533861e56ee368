/// What stands between a folder and a database, and the ways out.
extension Problem {
  static func edited(_ edited: MigrationPlan.Edited) -> Problem {
    Problem(
      "migrate.edited", "\(edited.migration.name) was changed after it was applied",
      hint: "restore the file and write a new migration for the change (`seedbed migrate new`)",
      at: edited.migration.file.location(),
      notes: [
        "applied \(edited.applied.startedAt.map { "\($0) " } ?? "")"
          + "with checksum \(edited.applied.checksum ?? "")",
        """
        if the database already is as the file says now: `seedbed migrate resolve \
        \(edited.migration.name) --applied`
        """,
      ], exitStatus: .attention)
  }

  /// A partial migration that cannot go on: its file is gone, or it stopped on its way down.
  static func unsettled(_ partial: MigrationPlan.Partial) -> Problem {
    let name = partial.applied.name
    return Problem(
      "migrate.partial",
      partial.migration == nil
        ? "\(name) stopped half-way, and its file is not there any more"
        : "\(name) stopped half-way while it was rolled back",
      hint: "look into the database, set it right by hand, and say what it is now",
      at: partial.migration?.file.location(),
      notes: partial.applied.account + ways(out: name), exitStatus: .attention)
  }

  static func outOfOrder(_ migration: Migration) -> Problem {
    Problem(
      "migrate.out_of_order", "\(migration.name) comes before migrations that are applied already",
      hint: "give it a newer number, or leave --strict out", at: migration.file.location(),
      exitStatus: .attention)
  }

  static func missing(_ applied: AppliedMigration) -> Problem {
    Problem(
      "migrate.missing", "\(applied.name) is applied, but the folder has no such migration",
      hint: "bring the folder up to date, or leave --strict out", exitStatus: .attention)
  }

  /// The part that ran is not the beginning of the file any more.
  static func changedBeginning(_ migration: Migration, _ applied: Int) -> Problem {
    Problem(
      "migrate.changed_beginning",
      "\(migration.name) stopped half-way, and what was applied of it has been changed since",
      hint: "restore the first \(applied) statements, or settle it by hand",
      at: migration.file.location(),
      notes: ways(out: migration.name), exitStatus: .attention)
  }

  /// Two sentences for a migration of which only a part took effect.
  static func ways(out name: String) -> [String] {
    [
      "if all of it is in the database: `seedbed migrate resolve \(name) --applied`",
      "if nothing of it is: `seedbed migrate resolve \(name) --rolled-back`",
    ]
  }
}

extension AppliedMigration {
  /// What took effect of a partial migration and what did not, in lines.
  var account: [String] {
    var lines: [String] = []
    switch appliedStatements {
    case 0: lines.append("none of its \(statements) statements is recorded as applied")
    case 1: lines.append("statement 1 of \(statements) is applied")
    default: lines.append("statements 1 to \(appliedStatements) of \(statements) are applied")
    }
    if let failedStatement {
      lines.append(
        error.map { "statement \(failedStatement) failed: \($0)" }
          ?? "statement \(failedStatement) was started, and how it ended is not recorded")
    } else if let error {
      lines.append(error)
    }
    return lines
  }
}
