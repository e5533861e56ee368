internal import JSON

/// `{"$ref": "ada"}`, or `{"$ref": "users.ada", "column": "email"}`: a row by its record's label.
struct LabelReference {
  static let name = "$ref"

  /// What stands before the label's last dot, if anything does.
  let prefix: String?
  let column: String?
  /// Of the value with the label.
  let token: Int

  /// - Throws: what is wrong with it, and where.
  init(_ tape: borrowing Tape, _ object: Int) throws(ValueProblem) {
    var label: Int?
    var column: String?
    var token = object + 1
    while token < Int(tape.tokens[object].next) {
      let isText = tape.tokens[token + 1].kind == .string
      switch tape.string(at: token) {
      case Self.name:
        guard isText else {
          throw ValueProblem(
            code: "seed.bad_directive", message: "$ref takes a label, as \"ada\" or \"users.ada\"",
            token: token + 1)
        }
        label = token + 1
      case "column" where isText: column = tape.string(at: token + 1)
      case let other:
        throw ValueProblem(
          code: "seed.bad_directive", message: "$ref does not take \"\(other)\"",
          hint: "beside it may stand \"column\": \"email\"", token: token)
      }
      token = Int(tape.tokens[token + 1].next)
    }
    self.token = label ?? object
    self.column = column
    prefix = label.flatMap { token in
      let text = tape.string(at: token)
      return text.lastIndex(of: ".").map { String(text[..<$0]) }
    }
  }
}

extension ShapeReader {
  /// The lookup for a labelled row, and the steps that stage its label.
  ///
  /// - Parameter foreignKey: whose value the column is; nil where it is of no foreign key.
  mutating func labelled(
    _ tape: borrowing Tape, _ object: Int, _ column: Column, through foreignKey: ForeignKey?,
    path: String, _ layout: inout StageLayout
  ) -> (lookup: Int, steps: [FieldStep])? {
    do throws(ValueProblem) {
      let reference = try LabelReference(tape, object)
      var named = reference.prefix.flatMap { catalog.table(named: $0) }
      let own = foreignKey.flatMap { catalog[$0.table] }
      if let own, named?.oid != own.oid {
        guard named == nil else {
          throw ValueProblem(
            code: "seed.wrong_reference",
            message: "\"\(path)\" refers to \(own.name), not to another table",
            token: reference.token)
        }
      }
      if own == nil, named == nil {
        guard let prefix = reference.prefix else {
          throw ValueProblem(
            code: "seed.bad_directive",
            message: "\"\(path)\" is no foreign key, so $ref has to name the table as well",
            hint: "as {\"$ref\": \"users.ada\", \"column\": \"email\"}", token: reference.token)
        }
        guard catalog.names.contains(prefix) else {
          narrow.names.insert(prefix)
          return nil
        }
        throw ValueProblem(
          code: "seed.unknown_table", message: "there is no table \"\(prefix)\"",
          token: reference.token)
      }
      let isPrefixed = named != nil
      named = named ?? own
      guard let target = named else { return nil }
      let wanted = try wanted(reference, of: target, column, through: foreignKey)
      let slot = layout.slot(ofType: "text", path: "\(path).$ref")
      let lookup = layout.lookup(
        Lookup(table: target, wanted: wanted, parts: [], path: path, record: .label(slot)))
      var steps: [FieldStep] = []
      var token = object + 1
      while token < Int(tape.tokens[object].next) {
        steps.append(
          token + 1 == reference.token
            ? .label(
              slot: slot, prefix: isPrefixed ? (reference.prefix?.utf8.count ?? -1) + 1 : 0)
            : .expression)
        token = Int(tape.tokens[token + 1].next)
      }
      return (lookup, steps)
    } catch {
      report(error.code, error.message, hint: error.hint, tape, error.token ?? object)
      return nil
    }
  }

  private func wanted(
    _ reference: LabelReference, of target: Table, _ column: Column,
    through foreignKey: ForeignKey?
  ) throws(ValueProblem) -> Column {
    if let name = reference.column {
      guard let index = target.columnIndex(named: name) else {
        throw ValueProblem(
          code: "seed.unknown_column", message: "\(target.name) has no column \"\(name)\"",
          hint: Suggestion.hint(for: name, among: target.columns.map(\.name)),
          token: reference.token)
      }
      return target.columns[index]
    }
    let primary = target.primaryKey?.columns ?? []
    let number =
      foreignKey?.referencedColumn(for: column.number) ?? (primary.count == 1 ? primary[0] : nil)
    guard let number, let index = target.columnIndex(number: number) else {
      throw ValueProblem(
        code: "seed.bad_directive", message: "$ref has to name a column of \(target.name)",
        hint: "add \"column\"", token: reference.token)
    }
    return target.columns[index]
  }
}
