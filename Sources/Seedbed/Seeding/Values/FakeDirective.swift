internal import Fakes
internal import JSON
internal import Postgres

/// Reads what a `$fake` asks for, and whether its column takes it.
struct FakeDirective {
  let table: Table
  let column: Column
  let form: ValueForm

  static let name = "$fake"

  /// `{"$fake": "reference"}` is no kind of value: the server finds a row for it.
  static let reference = "reference"

  /// - Throws: what is wrong with it, and where.
  func fake(_ tape: borrowing Tape, _ object: Int) throws(ValueProblem) -> Fake {
    let name = object + 2
    guard tape.tokens[name].kind == .string else {
      throw mistake("$fake takes the name of a kind, as \"person.name\"", name)
    }
    let text = tape.string(at: name)
    guard let kind = Kind(rawValue: text) else {
      throw ValueProblem(
        code: "seed.unknown_fake", message: "there is no kind of fake \"\(text)\"",
        hint: Self.suggestion(for: text), token: name)
    }
    var options = FakeOptions(kind: kind, form: form)
    var token = Int(tape.tokens[name].next)
    while token < Int(tape.tokens[object].next) {
      try options.read(tape, token)
      token = Int(tape.tokens[token + 1].next)
    }
    var fake = try options.fake(at: name)
    FakeFit(form: form).prepare(&fake)
    guard FakeFit(form: form).takes(fake) else {
      throw ValueProblem(
        code: "seed.type_mismatch", message: "\(text) is no value for \(form.description)",
        hint: fits { _ in true }, token: name)
    }
    fake.isUnique = isUnique(kind)
    if fake.isUnique, fake.uniqueness == .none {
      throw ValueProblem(
        code: "seed.not_unique",
        message: "the column is unique, and values of \(text) are not", hint: fits(\.isUnique),
        token: name)
    }
    if fake.nullChance > 0, column.isNotNull { throw takesNoNull(name) }
    return fake
  }

  // MARK: References

  func isReference(_ tape: borrowing Tape, _ object: Int) -> Bool {
    tape.tokens[object + 2].kind == .string && tape.string(at: object + 2) == Self.reference
  }

  /// The reference's number in the layout, what draws its row, and the seed of that.
  func reference(
    _ tape: borrowing Tape, _ object: Int, catalog: Catalog, layout: inout StageLayout
  ) throws(ValueProblem) -> (number: Int, draw: Fake, seed: Seed) {
    guard let foreignKey = table.foreignKey(of: column), let target = catalog[foreignKey.table],
      let wanted = foreignKey.referencedColumn(for: column.number),
      let wantedIndex = target.columnIndex(number: wanted)
    else {
      throw ValueProblem(
        code: "seed.type_mismatch", message: "\"\(column.name)\" is no foreign key",
        hint: fits { _ in true }, token: object + 2)
    }
    // Any number will do that the server can divide by the count of rows.
    var draw = Fake(.number)
    draw.range = NumberRange(from: "0", to: "999999999999999999", places: 0) ?? draw.range
    var token = object + 3
    while token < Int(tape.tokens[object].next) {
      guard tape.string(at: token) == "optional" else {
        throw ValueProblem(
          code: "seed.bad_directive",
          message: "reference does not take \"\(tape.string(at: token))\"",
          hint: "beside it may stand \"optional\": 0.1", token: token)
      }
      var options = FakeOptions(kind: .number, form: form)
      try options.read(tape, token)
      draw.nullChance = try options.fake(at: token).nullChance
      token = Int(tape.tokens[token + 1].next)
    }
    if draw.nullChance > 0, column.isNotNull { throw takesNoNull(object + 2) }
    let number = layout.randomReference(
      from: column, through: foreignKey, to: target, wanted: target.columns[wantedIndex],
      order: foreignKey.referenced.compactMap { number in
        target.columnIndex(number: number).map { target.columns[$0] }
      })
    return (number, draw, Seed(foreignKey.name))
  }

  private func takesNoNull(_ token: Int) -> ValueProblem {
    ValueProblem(
      code: "seed.null_value", message: "the column takes no NULL",
      hint: "leave \"optional\" out", token: token)
  }

  /// Of an index on this column alone all values differ. Where others stand beside it in the index,
  /// only names for machines are told apart: of the rest, many records may share one.
  private func isUnique(_ kind: Kind) -> Bool {
    for key in table.keys {
      let columns = Set(
        key.parts.flatMap { part in
          part.column.flatMap { table.columnIndex(number: $0) }.map { [table.columns[$0].name] }
            ?? Array(SeedKey.names(in: part.text))
        })
      guard columns.contains(column.name) else { continue }
      if columns.intersection(table.columns.map(\.name)).count == 1 { return true }
      if case .identifier = kind.form { return true }
    }
    return false
  }

  /// The kinds that the column takes.
  private func fits(_ isWanted: (Candidate) -> Bool) -> String? {
    let kinds = Kind.allCases.filter { kind in
      if kind.form == .choice { return isWanted(Candidate(isUnique: kind == .pick)) }
      var fake = Fake(kind)
      FakeFit(form: form).prepare(&fake)
      return FakeFit(form: form).takes(fake)
        && isWanted(Candidate(isUnique: fake.uniqueness != .none))
    }
    guard !kinds.isEmpty else { return nil }
    let names = kinds.map(\.rawValue)
    let shown = names.count > 12 ? names.prefix(12) + ["…"] : names[...]
    return "kinds that fit: " + shown.joined(separator: ", ")
  }

  private struct Candidate {
    let isUnique: Bool
  }

  private static func suggestion(for name: String) -> String {
    let names = Kind.allCases.map(\.rawValue) + [reference]
    let end = name.split(separator: ".").last.map(String.init)?.lowercased() ?? ""
    let near =
      names.first { $0.split(separator: ".").last?.lowercased() == end }
      ?? Suggestion.nearest(to: name, in: names)
    return near.map { "did you mean \"\($0)\"?" } ?? "docs/fakes.md lists the kinds"
  }

  private func mistake(_ message: String, _ token: Int) -> ValueProblem {
    ValueProblem(code: "seed.bad_directive", message: message, token: token)
  }
}
