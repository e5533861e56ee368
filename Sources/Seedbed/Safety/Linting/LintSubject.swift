internal import SQLScript

/// A statement with all that a rule may ask about it: a value.
struct LintSubject {
  let outline: StatementOutline
  let script: Script
  /// Before the statement runs.
  let knowledge: SchemaKnowledge
  /// What runs before it in the same transaction, in order; without changes of rows, of which there
  /// may be very many.
  let earlier: [Step]
  /// What runs after it in the same transaction, in the same way.
  let later: ArraySlice<StatementOutline>
  /// Whether the file itself says BEGIN.
  let isInOwnTransaction: Bool

  struct Step {
    let outline: StatementOutline
    let effect: StatementEffect
  }

  var source: SourceText { script.bytes }
  var start: Int { outline.range.lowerBound }

  func text(_ range: Range<Int>) -> String { String(decoding: source[range], as: UTF8.self) }

  /// The statement's text with something put in at an offset.
  func text(inserting insertion: String, at offset: Int) -> String {
    text(outline.range.lowerBound..<offset) + insertion
      + text(offset..<outline.range.upperBound)
  }

  var effect: StatementEffect { EffectPrediction(of: outline, source, knowledge).effect }

  /// The actions of an ALTER TABLE on a table that somebody uses; none for any other statement.
  var actions: (alter: StatementOutline.AlterTable, list: [TableAction])? {
    guard case .alterTable(let alter) = outline.kind, !knowledge.isNew(alter.table) else {
      return nil
    }
    return (alter, alter.actions)
  }

  /// The columns that an ALTER TABLE adds to a table that somebody uses.
  var addedColumns: [(table: RelationName, column: ColumnDefinition, action: TableAction)] {
    guard let (alter, actions) = actions else { return [] }
    return actions.compactMap { action in
      guard case .addColumn(let column, _) = action.kind else { return nil }
      return (alter.table, column, action)
    }
  }

  /// The constraints that an ALTER TABLE adds to a table that somebody uses, and that are checked.
  var addedConstraints: [(table: RelationName, constraint: TableConstraint, action: TableAction)] {
    guard let (alter, actions) = actions else { return [] }
    return actions.compactMap { action in
      guard case .addConstraint(let constraint) = action.kind, constraint.isEnforced else {
        return nil
      }
      return (alter.table, constraint, action)
    }
  }
}
