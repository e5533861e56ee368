/// What would bring a database that is as the folder says to where another one is.
enum DriftSteps {
  /// The statements for one difference, each to be run on its own; nil where none is certain.
  ///
  /// What throws rows or a counter away is never certain: the database of this drift has lost them
  /// already, but others that the migration will reach have not.
  static func statements(for difference: SchemaDiff.Difference) -> [String]? {
    switch difference {
    case .added(let object):
      return object.creation.map { [$0] }
    case .removed(let object):
      guard !object.identity.kind.holdsData else { return nil }
      return object.removal.map { [$0] }
    case .changed(let old, let new):
      return statements(for: difference.changes, from: old, to: new)
    }
  }

  /// What a person may write instead, to be looked at first.
  static func suggestions(for difference: SchemaDiff.Difference) -> [String] {
    switch difference {
    case .added: []
    case .removed(let object): object.removal.map { [$0] } ?? []
    case .changed(_, let new):
      difference.changes.compactMap { new.statements["suggest \($0.attribute)"] }
    }
  }

  private static func statements(
    for changes: [SchemaDiff.Change], from old: SchemaObject, to new: SchemaObject
  ) -> [String]? {
    if new.identity.kind == .enumeration { return labels(from: old, to: new) }
    let single = changes.map { new.alteration(of: $0.attribute) }
    if !single.contains(nil) { return single.compactMap { $0 } }
    // What has a statement for some attributes alone has none for the others.
    if let whole = new.alteration {
      let rest = changes.compactMap { new.alteration(of: $0.attribute) }
      return [whole] + rest
    }
    guard new.identity.kind.isReplaceable, let drop = old.removal, let create = new.creation else {
      return nil
    }
    // Sent together they are one transaction.
    return ["\(drop);\n\(create)"]
  }

  /// Labels can be added to an enum; none can be taken away or moved.
  private static func labels(from old: SchemaObject, to new: SchemaObject) -> [String]? {
    let before = EnumLabels.literals(in: old.attributes["labels"] ?? "")
    let after = EnumLabels.literals(in: new.attributes["labels"] ?? "")
    guard after.filter(Set(before).contains) == before else { return nil }
    let known = Set(before)
    var statements: [String] = []
    for (index, label) in after.enumerated() where !known.contains(label) {
      let place =
        index > 0
        ? " AFTER \(after[index - 1])" : after.count > 1 ? " BEFORE \(after[1])" : ""
      statements.append("ALTER TYPE \(new.identity.name) ADD VALUE \(label)\(place)")
    }
    return statements
  }
}

/// The labels of an enum, as the literals that the server has written.
enum EnumLabels {
  static func literals(in list: String) -> [String] {
    var literals: [String] = []
    var current = ""
    var isInside = false
    for letter in list {
      if letter == "'" { isInside.toggle() }
      // A quote in a label is doubled, so that one goes out and in again.
      if !isInside, letter == "," {
        literals.append(current)
        current = ""
      } else if isInside || letter != " " {
        current.append(letter)
      }
    }
    return current.isEmpty ? literals : literals + [current]
  }
}
