internal import Fakes
internal import JSON
internal import Postgres

/// Objects that say how a value is come by: `{"$sql": …}` and its like.
extension ShapeReader {
  mutating func directiveStep(
    _ directive: String, _ tape: borrowing Tape, _ name: Int, _ column: Column, _ index: Int,
    layout: inout StageLayout, sources: inout [Int: FieldSource]
  ) -> FieldStep? {
    if directive == "$sql" || directive == "$now" {
      guard let expression = expression(directive, tape, name + 1, column) else { return nil }
      sources[index] = expression
      return .expression
    }
    if directive == FakeDirective.name {
      return fakeStep(tape, name, column, index, layout: &layout, sources: &sources)
    }
    if directive == LabelReference.name {
      guard
        let (number, inner) = labelled(
          tape, name + 1, column, through: layout.table.foreignKey(of: column), path: column.name,
          &layout)
      else { return nil }
      sources[index] = .lookup(number)
      return .reference(inner)
    }
    guard let known = ValueDirective(rawValue: directive) else {
      report(
        "seed.unknown_directive", "there is no directive \"\(directive)\"",
        hint: Suggestion.hint(for: directive, among: Self.directives)
          ?? "an object whose names begin with $ goes into a json column as {\"$json\": …}",
        tape, name + 2)
      return nil
    }
    let form = ValueForm(column.type, modifier: column.typeModifier)
    if known == .json, !column.type.resolved(modifier: -1).type.isJSON {
      report(
        "seed.type_mismatch", "$json is for columns of json and jsonb, not for \(form.description)",
        tape, name + 2)
      return nil
    }
    let slot = layout.slot(for: column)
    sources[index] = .staged(slot)
    return .directive(
      known, slot: slot, form: form, null: NullUse(column), field: column.name)
  }

  private mutating func fakeStep(
    _ tape: borrowing Tape, _ name: Int, _ column: Column, _ index: Int,
    layout: inout StageLayout, sources: inout [Int: FieldSource]
  ) -> FieldStep? {
    let form = ValueForm(column.type, modifier: column.typeModifier)
    let directive = FakeDirective(table: layout.table, column: column, form: form)
    do throws(ValueProblem) {
      if directive.isReference(tape, name + 1) {
        let (number, draw, seed) = try directive.reference(
          tape, name + 1, catalog: catalog, layout: &layout)
        sources[index] = .random(number)
        return .fake(
          FakeStep(
            slot: layout.randomReferences[number].slot, field: column.name, fake: draw, seed: seed))
      }
      let fake = try directive.fake(tape, name + 1)
      let slot = layout.slot(for: column)
      sources[index] = .staged(slot)
      return .fake(
        FakeStep(
          slot: slot, field: column.name, fake: fake, seed: Seed(column.name),
          isQuoted: FakeFit(form: form).isQuoted(fake.kind),
          distinct: distinct(column, index, of: layout.table)))
    } catch {
      report(error.code, error.message, hint: error.hint, tape, error.token ?? name + 1)
      return nil
    }
  }

  static let directives =
    ["$sql", "$now", FakeDirective.name, LabelReference.name]
    + ValueDirective.allCases.map(\.rawValue)

  private mutating func expression(
    _ directive: String, _ tape: borrowing Tape, _ object: Int, _ column: Column
  ) -> FieldSource? {
    var always = false
    var text: String?
    var token = object + 1
    while token < Int(tape.tokens[object].next) {
      let value = token + 1
      switch (tape.string(at: token), tape.tokens[value].kind) {
      case (directive, .string): text = tape.string(at: value)
      case ("always", .true) where directive == "$sql": always = true
      case ("always", .false) where directive == "$sql": always = false
      case (directive, _):
        report("seed.bad_directive", "\(directive) takes a string", tape, value)
        return nil
      case (let other, _):
        report(
          "seed.bad_directive", "\(directive) does not take \"\(other)\"",
          hint: directive == "$sql" ? "beside it may stand \"always\": true" : nil, tape, token)
        return nil
      }
      token = Int(tape.tokens[value].next)
    }
    guard let text else { return nil }
    guard directive == "$now" else { return .expression(text, always: always) }
    guard case .time = ValueForm(column.type, modifier: -1) else {
      report(
        "seed.type_mismatch", "$now is for dates and times, not for \(column.typeText)", tape,
        object + 1)
      return nil
    }
    // The run is one transaction, so its own moment is the same for every row.
    let moment = "pg_catalog.transaction_timestamp()"
    return .expression(
      text.isEmpty ? moment : "\(moment) + \(quoted(literal: text))::pg_catalog.interval",
      always: false)
  }
}
