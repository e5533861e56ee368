/// What takes the place of a migration, or of a part of it.
public struct SafeMigration: Sendable, Equatable {
  /// The text of its `migration.sql`, without a title.
  public let text: String
  /// The text of its `backfill.sql`.
  public let backfill: String?
}

extension SafeMigration {
  /// Lays steps out in as many migrations as they need: after a backfill comes another one.
  static func laidOut(_ steps: [SafeStep], directives: [String]) -> [SafeMigration] {
    var migrations: [SafeMigration] = []
    var current: [SafeStep] = []
    var rest = steps[...]
    while let step = rest.popFirst() {
      guard step.kind == .backfill else {
        current.append(step)
        continue
      }
      migrations.append(
        SafeMigration(
          text: text(of: current, directives), backfill: text(of: step) + "\n"))
      current = []
    }
    if !current.isEmpty || migrations.isEmpty {
      migrations.append(SafeMigration(text: text(of: current, directives), backfill: nil))
    }
    return migrations
  }

  /// A file is one transaction as far as can be. Where a step must not share one, the file says
  /// `transaction off`, and BEGIN and COMMIT around what still belongs together.
  private static func text(of steps: [SafeStep], _ directives: [String]) -> String {
    let isSplit = steps.contains { $0.kind == .separate } && steps.count > 1
    guard isSplit else {
      return directives.map { $0 + "\n" }.joined()
        + steps.map { text(of: $0) + "\n" }.joined(separator: "\n")
    }
    var groups: [[SafeStep]] = []
    for step in steps {
      if step.kind == .together, groups.last?.last?.kind == .together {
        groups[groups.count - 1].append(step)
      } else {
        groups.append([step])
      }
    }
    var head = directives
    if groups.allSatisfy({ $0.count == 1 }) { head.append("-- seedbed: transaction off") }
    let bodies = groups.map { group in
      let body = group.map { text(of: $0) }.joined(separator: "\n")
      return group.count == 1 ? body : "BEGIN;\n\(body)\nCOMMIT;"
    }
    return head.map { $0 + "\n" }.joined() + bodies.map { $0 + "\n" }.joined(separator: "\n")
  }

  private static func text(of step: SafeStep) -> String {
    (step.remarks.map { "-- \($0)" } + [step.sql + ";"]).joined(separator: "\n")
  }
}
