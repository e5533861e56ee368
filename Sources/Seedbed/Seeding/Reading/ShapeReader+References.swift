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
              takesNull: false, field: "\(path).\(field)")))
      }
      token = Int(tape.tokens[token + 1].next)
    }
    guard let key = identifyingKey(of: target, among: sources.map(\.column.number)) else {
      report(
        "seed.ambiguous_reference",
        "these fields do not identify one row of \(target.name)",
        hint: KeyCandidates(target).hint, tape, object)
      return nil
    }
    let parts = sources.map { column, source in
      let part = key.parts.first { $0.column == column.number }
      return Lookup.Part(
        column: column, equality: part?.equality ?? column.equality, source: source)
    }
    let lookup = Lookup(
      table: target, wanted: target.columns[wanted], parts: parts, path: path)
    return (layout.lookup(lookup), steps)
  }

  private func identifyingKey(of table: Table, among columns: [Int]) -> UniqueKey? {
    table.keys.first { key in
      key.identifiesRows && (key.columns ?? []).allSatisfy { columns.contains($0) }
    }
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
    let keys = table.keys.filter(\.identifiesRows).map { key in
      "(" + key.parts.map(\.text).joined(separator: ", ") + ")"
    }
    if keys.isEmpty { return "\(table.name) has no unique key" }
    return "its unique keys: " + keys.joined(separator: ", ")
  }
}
