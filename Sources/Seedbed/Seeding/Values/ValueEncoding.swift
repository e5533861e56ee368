internal import JSON
internal import Postgres

/// Why a JSON value is none for its column.
struct ValueProblem: Error {
  let code: String
  let message: String
  var hint: String?
  /// Where in the record, as a token of its tape; nil for the value as a whole.
  var token: Int?
}

extension ValueForm {
  /// Appends the input text of a JSON value that is not null.
  func append(
    _ tape: borrowing Tape, _ token: Int, to out: inout [UInt8]
  ) throws(ValueProblem) {
    let kind = tape.tokens[token].kind
    switch (self, kind) {
    case (.json, _):
      tape.appendCompact(at: token, to: &out)
    case (.array(let element), .array):
      try appendArray(of: element, tape, token, to: &out)
    case (.composite(let name, let fields), .object):
      try appendComposite(name.name, fields, tape, token, to: &out)
    case (.range(let name, let bound), .object):
      try appendRange(name.name, bound, tape, token, to: &out)
    case (_, .string), (_, .number), (_, .true), (_, .false):
      let start = out.count
      tape.append(textAt: token, to: &out)
      try check(out[start...], tape, token)
    default:
      throw ValueProblem(
        code: "seed.type_mismatch",
        message: "\(kind == .array ? "an array" : "an object") is no value for \(description)",
        token: token)
    }
  }

  /// Its values may be scalars, whose text goes to the server as it is.
  var takesText: Bool {
    if case .json = self { false } else { true }
  }

  /// Checks a scalar whose text is what the tape holds.
  func check(_ tape: borrowing Tape, _ token: Int) throws(ValueProblem) {
    try check(tape.source(of: token), tape, token)
  }

  private func check(
    _ text: ArraySlice<UInt8>, _ tape: borrowing Tape, _ token: Int
  ) throws(ValueProblem) {
    if case .text(nil) = self { return }
    do { try check(text, isNumber: tape.tokens[token].kind == .number) } catch {
      var problem = error
      problem.token = token
      throw problem
    }
  }

  // MARK: Containers

  private func appendArray(
    of element: ValueForm, _ tape: borrowing Tape, _ token: Int, to out: inout [UInt8]
  ) throws(ValueProblem) {
    out.append(UInt8(ascii: "{"))
    var item = token + 1
    let end = Int(tape.tokens[token].next)
    while item < end {
      if item > token + 1 { out.append(UInt8(ascii: ",")) }
      switch tape.tokens[item].kind {
      case .null: out.append(contentsOf: "NULL".utf8)
      case .array where element.takesText: try append(tape, item, to: &out)
      // Without escapes it has neither quotes nor backslashes.
      case .string where element.takesText && tape.isPlainText(item):
        try element.check(tape, item)
        out.append(UInt8(ascii: "\""))
        tape.append(textAt: item, to: &out)
        out.append(UInt8(ascii: "\""))
      default:
        var text: [UInt8] = []
        try element.append(tape, item, to: &text)
        Self.appendQuoted(text, to: &out)
      }
      item = Int(tape.tokens[item].next)
    }
    out.append(UInt8(ascii: "}"))
  }

  private func appendComposite(
    _ type: String, _ fields: [(name: String, form: ValueForm)],
    _ tape: borrowing Tape, _ token: Int, to out: inout [UInt8]
  ) throws(ValueProblem) {
    let members = try members(of: token, in: tape, named: fields.map(\.name), type)
    out.append(UInt8(ascii: "("))
    for (index, field) in fields.enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      guard let value = members[field.name], tape.tokens[value].kind != .null else { continue }
      var text: [UInt8] = []
      try field.form.append(tape, value, to: &text)
      Self.appendQuoted(text, to: &out)
    }
    out.append(UInt8(ascii: ")"))
  }

  /// `{"lower": 1, "upper": 5, "bounds": "[)"}`; a bound left out or null is infinite.
  private func appendRange(
    _ type: String, _ bound: ValueForm, _ tape: borrowing Tape, _ token: Int,
    to out: inout [UInt8]
  ) throws(ValueProblem) {
    let members = try members(of: token, in: tape, named: ["lower", "upper", "bounds"], type)
    let bounds = members["bounds"].map { tape.string(at: $0) } ?? "[)"
    guard ["[)", "[]", "(]", "()"].contains(bounds) else {
      throw ValueProblem(
        code: "seed.type_mismatch", message: "the bounds of a range are [), [], (] or ()",
        token: members["bounds"])
    }
    out.append(contentsOf: bounds.utf8.prefix(1))
    for (index, name) in ["lower", "upper"].enumerated() {
      if index > 0 { out.append(UInt8(ascii: ",")) }
      guard let value = members[name], tape.tokens[value].kind != .null else { continue }
      var text: [UInt8] = []
      try bound.append(tape, value, to: &text)
      Self.appendQuoted(text, to: &out)
    }
    out.append(contentsOf: bounds.utf8.suffix(1))
  }

  private func members(
    of object: Int, in tape: borrowing Tape, named names: [String], _ type: String
  ) throws(ValueProblem) -> [String: Int] {
    var members: [String: Int] = [:]
    var token = object + 1
    while token < Int(tape.tokens[object].next) {
      let name = tape.string(at: token)
      guard names.contains(name) else {
        throw ValueProblem(
          code: "seed.unknown_field", message: "\(type) has no field \"\(name)\"",
          hint: Suggestion.hint(for: name, among: names), token: token)
      }
      members[name] = token + 1
      token = Int(tape.tokens[token + 1].next)
    }
    return members
  }

  /// Quoted as elements of arrays, composites and ranges may all be (manual 8.15.2, 8.16.2).
  private static func appendQuoted(_ text: [UInt8], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        out.append(UInt8(ascii: "\\"))
      }
      out.append(byte)
    }
    out.append(UInt8(ascii: "\""))
  }
}
