internal import JSON
internal import Postgres

/// Objects that identify a row elsewhere: `{"slug": "acme"}`.
extension ShapeReader {
  /// The lookup for an object in a foreign-key column, and the steps that stage what it names.
  mutating func reference(
    _ tape: borrowing Tape, _ object: Int, from table: Table, _ column: Column,
    through foreignKey: ForeignKey?, path: String, _ layout: inout StageLayout
  ) -> (lookup: Int, steps: [FieldStep])? {
    if Directive.name(of: object, in: tape) == LabelReference.name {
      return labelled(tape, object, column, through: foreignKey, path: path, &layout)
    }
    guard let foreignKey, let target = catalog[foreignKey.table],
      let wantedNumber = foreignKey.referencedColumn(for: column.number),
      let wanted = target.columnIndex(number: wantedNumber)
    else {
      let form = ValueForm(column.type, modifier: column.typeModifier).description
      report(
        "seed.type_mismatch",
        "an object is no value for \(form), and \"\(column.name)\" is no foreign key", tape, object)
      return nil
    }
    var sources: [(column: Column, source: Lookup.Source)] = []
    var steps: [FieldStep] = []
    var token = object + 1
    while token < Int(tape.tokens[object].next) {
      let field = tape.string(at: token)
      guard let index = target.columnIndex(named: field) else {
        report(
          "seed.unknown_column",
          "\(target.name), which \"\(path)\" refers to, has no column "
            + "\"\(field)\"",
          hint: Suggestion.hint(for: field, among: target.columns.map(\.name)), tape, token)
        return nil
      }
      let part = target.columns[index]
      if tape.tokens[token + 1].kind == .object {
        guard
          let (inner, innerSteps) = reference(
            tape, token + 1, from: target, part, through: target.foreignKey(of: part),
            path: "\(path).\(field)", &layout)
        else { return nil }
        sources.append((part, .lookup(inner)))
        steps.append(.reference(innerSteps))
      } else {
        let slot = layout.slot(for: part, path: path)
        sources.append((part, .staged(slot)))
        steps.append(
          .value(
            ValueStep(
              slot: slot, form: ValueForm(part.type, modifier: part.typeModifier),
              null: part.isNotNull ? .identifiesNothing : .value, field: "\(path).\(field)")))
      }
      token = Int(tape.tokens[token + 1].next)
    }
    let columns = sources.map(\.column.number)
    guard let key = IdentifyingKey(of: target, among: columns) else {
      report(
        "seed.ambiguous_reference",
        "these fields do not identify one row of \(target.name)",
        hint: KeyCandidates(target).hint, tape, object)
      return nil
    }
    let parts = sources.map { column, source in
      let part = key.parts[column.number]
      return Lookup.Part(
        column: column, equality: part?.equality ?? column.equality, source: source,
        expression: part.flatMap { $0.column == nil ? $0.text : nil })
    }
    let lookup = Lookup(
      table: target, wanted: target.columns[wanted], parts: parts, path: path,
      predicate: key.predicate)
    return (layout.lookup(lookup), steps)
  }

  /// The other columns of a foreign key, where an object in one of them says which row is meant: all
  /// of them together refer to it.
  func completed(
    _ sources: [Int: FieldSource], _ layout: inout StageLayout
  ) -> [Int: FieldSource] {
    var completed = sources
    for (index, source) in sources.sorted(by: { $0.key < $1.key }) {
      guard case .lookup(let number) = source,
        let foreignKey = layout.table.foreignKey(of: layout.table.columns[index]),
        layout.lookups[number].table.oid == foreignKey.table
      else { continue }
      let lookup = layout.lookups[number]
      for (own, other) in zip(foreignKey.columns, foreignKey.referenced) {
        guard let column = layout.table.columnIndex(number: own), completed[column] == nil,
          !layout.table.columns[column].isGenerated,
          let wanted = lookup.table.columnIndex(number: other)
        else { continue }
        completed[column] = .lookup(
          layout.lookup(lookup.with(wanted: lookup.table.columns[wanted])))
      }
    }
    return completed
  }
}

/// The unique index by which some of a table's columns tell its rows apart: one of whole columns
/// before a partial one, or one of expressions over single columns.
private struct IdentifyingKey {
  /// By the column's `attnum`.
  let parts: [Int: UniqueKey.Part]
  let predicate: String?

  /// - Parameter columns: by `attnum`.
  init?(of table: Table, among columns: [Int]) {
    let ordered = table.keys.filter(\.identifiesRows) + table.keys.filter { !$0.identifiesRows }
    let found = ordered.lazy.filter(\.isValid).compactMap { key -> Self? in
      guard let numbers = table.identifyingColumns(of: key),
        numbers.allSatisfy(columns.contains)
      else { return nil }
      return Self(
        parts: Dictionary(zip(numbers, key.parts), uniquingKeysWith: { one, _ in one }),
        predicate: key.predicate)
    }.first
    guard let found else { return nil }
    self = found
  }

  private init(parts: [Int: UniqueKey.Part], predicate: String?) {
    self.parts = parts
    self.predicate = predicate
  }
}

extension Table {
  /// The columns, by `attnum`, whose values name a row by a unique index: those of its parts, one for
  /// each; nil where an expression is about several.
  func identifyingColumns(of key: UniqueKey) -> [Int]? {
    let numbers = key.parts.compactMap { part -> Int? in
      if let column = part.column { return column }
      let names = SeedKey.names(in: part.text)
      let own = columns.filter { names.contains($0.name) }
      return own.count == 1 ? own[0].number : nil
    }
    return numbers.count == key.parts.count && Set(numbers).count == numbers.count ? numbers : nil
  }
}

extension Column {
  /// The equality of the type where no index names one.
  var equality: String {
    // Arrays, enums, ranges and composites share PostgreSQL's own; a base type brings its own along.
    guard case .base(let name, _) = type.resolved(modifier: -1).type else {
      return "OPERATOR(pg_catalog.=)"
    }
    return "OPERATOR(\(quoted(identifier: name.schema)).=)"
  }
}

/// The keys that a table offers, for a hint.
struct KeyCandidates {
  let table: Table

  init(_ table: Table) { self.table = table }

  var hint: String {
    let keys = table.keys.filter(\.isValid).map { key in
      "(" + key.parts.map(\.text).joined(separator: ", ") + ")"
        + (key.predicate.map { " WHERE \($0)" } ?? "")
    }
    if keys.isEmpty { return "\(table.name) has no unique key" }
    return "its unique keys: " + keys.joined(separator: ", ")
  }
}
