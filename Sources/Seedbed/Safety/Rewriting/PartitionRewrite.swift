internal import SQLScript

/// ATTACH PARTITION with the proof that spares it the reading of rows.
struct PartitionRewrite {
  private let statement: StatementRewrite
  private let alter: StatementOutline.AlterTable
  private let action: TableAction
  private var knowledge: SchemaKnowledge { statement.knowledge }

  init(
    _ statement: StatementRewrite, _ alter: StatementOutline.AlterTable, _ action: TableAction
  ) {
    self.statement = statement
    self.alter = alter
    self.action = action
  }

  /// nil where nothing would be read, or the bounds are none that can be put as a CHECK here: those of
  /// a hash, of an expression or of several columns.
  func steps(attaching child: RelationName, _ isDefault: Bool) -> [SafeStep]? {
    guard !isDefault, alter.actions.count == 1,
      let column = knowledge.table(alter.table)?.partitionColumn,
      let bounds = PartitionBounds(
        TokenCursor.of(action, in: statement), column: statement.quoted(column))
    else { return nil }
    var before: [SafeStep] = []
    var after: [SafeStep] = []
    if !knowledge.isNew(child) {
      add("fits", to: child, bounds.inside, &before, &after)
    }
    if let rest = knowledge.table(alter.table)?.defaultPartition, !knowledge.isNew(rest) {
      add("fits_not", to: rest, bounds.outside, &before, &after)
    }
    guard !before.isEmpty else { return nil }
    return before + [SafeStep(.separate, statement.text(statement.outline.range))] + after
  }

  private func add(
    _ label: String, to table: RelationName, _ condition: String,
    _ before: inout [SafeStep], _ after: inout [SafeStep]
  ) {
    let name = statement.quoted(
      ConstraintName.chosen(table.name, statement.knowledge.key(alter.table).name, label))
    let target = "ALTER TABLE \(statement.sql(table))"
    before += [
      SafeStep(.separate, "\(target) ADD CONSTRAINT \(name) CHECK (\(condition)) NOT VALID"),
      SafeStep(.separate, "\(target) VALIDATE CONSTRAINT \(name)"),
    ]
    after.append(SafeStep(.separate, "\(target) DROP CONSTRAINT \(name)"))
  }
}

/// The bounds of a partition of one column, as conditions on its rows.
struct PartitionBounds {
  /// What rows of the partition fulfil.
  let inside: String
  /// What rows of all others fulfil.
  let outside: String

  init?(_ action: TokenCursor, column: String) {
    var cursor = action
    cursor.skip(to: ["FOR"])
    guard cursor.take("FOR", "VALUES") else { return nil }
    if cursor.take("IN"), let list = cursor.takeParenthesised() {
      let values = cursor.text(list)
      guard !values.uppercased().words.contains("null") else { return nil }
      inside = "\(column) IS NOT NULL AND \(column) IN (\(values))"
      outside = "\(column) IS NULL OR \(column) NOT IN (\(values))"
      return
    }
    guard cursor.take("FROM"), let from = cursor.takeParenthesised(), cursor.take("TO"),
      let to = cursor.takeParenthesised()
    else { return nil }
    var within = ["\(column) IS NOT NULL"]
    var without = ["\(column) IS NULL"]
    let (low, high) = (cursor.text(from), cursor.text(to))
    if low.uppercased() != "MINVALUE" {
      within.append("\(column) >= \(low)")
      without.append("\(column) < \(low)")
    }
    if high.uppercased() != "MAXVALUE" {
      within.append("\(column) < \(high)")
      without.append("\(column) >= \(high)")
    }
    inside = within.joined(separator: " AND ")
    outside = without.joined(separator: " OR ")
  }
}

extension TokenCursor {
  /// Over the tokens of one action of the statement.
  fileprivate static func of(_ action: TableAction, in statement: StatementRewrite) -> TokenCursor {
    TokenCursor(
      statement.outline.tokens.filter { action.range.contains($0.range.lowerBound) },
      of: statement.script.bytes)
  }
}
