internal import SQLScript

/// What ADD COLUMN has to do beside noting the column.
enum AddedColumn {
  enum Work: Sendable, Equatable {
    /// Every row gets a value of its own, by this function.
    case volatileDefault(String)
    case serial
    case identity
    case stored
    /// The type's constraint is checked for every row, even without a default.
    case constrainedDomain(String)
    case check
    /// A reference is looked up for every row where the default is a value.
    case referenceWithDefault(RelationName)
    case index

    var isRewrite: Bool {
      switch self {
      case .volatileDefault, .serial, .identity, .stored, .constrainedDomain: true
      case .check, .referenceWithDefault, .index: false
      }
    }
  }

  static func work(
    _ column: ColumnDefinition, _ source: SourceText, _ knowledge: SchemaKnowledge
  ) -> [Work] {
    var work: [Work] = []
    let expression = column.defaultExpression(in: source)
    if column.type.isSerial { work.append(.serial) }
    if knowledge.isConstrainedDomain(column.type) == true {
      work.append(.constrainedDomain(column.type.name))
    }
    if let expression,
      let function = DefaultExpression.volatileFunction(in: expression, knowledge)
    {
      work.append(.volatileDefault(function))
    }
    for clause in column.clauses where clause.isEnforced {
      switch clause.kind {
      case .identity: work.append(.identity)
      case .stored: work.append(.stored)
      case .check: work.append(.check)
      case .unique, .primaryKey: work.append(.index)
      case .references(let parent) where expression != nil || column.type.isSerial:
        work.append(.referenceWithDefault(parent))
      default: break
      }
    }
    return work
  }
}
