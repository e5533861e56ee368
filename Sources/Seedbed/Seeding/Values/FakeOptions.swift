internal import Fakes
internal import JSON

/// The options beside a `$fake`, as they are read.
struct FakeOptions {
  let kind: Kind
  let form: ValueForm
  private var min: String?
  private var max: String?
  private var decimals: Int?
  private var from: String?
  private var to: String?
  /// Of the option that a problem with a range is about.
  private var rangeToken: Int?
  private var made: Fake

  init(kind: Kind, form: ValueForm) {
    self.kind = kind
    self.form = form
    made = Fake(kind)
  }

  /// Reads the option whose name stands at a token.
  mutating func read(_ tape: borrowing Tape, _ name: Int) throws(ValueProblem) {
    let value = name + 1
    let isText = tape.tokens[value].kind == .string
    let isNumber = tape.tokens[value].kind == .number
    let text = isText || isNumber ? tape.string(at: value) : ""
    switch (tape.string(at: name), kind.form) {
    case ("locale", _):
      guard isText, let language = Language(rawValue: text) else {
        throw ValueProblem(
          code: "seed.bad_directive", message: "there is no such locale",
          hint: Suggestion.hint(for: text, among: Language.allCases.map(\.rawValue)), token: value)
      }
      made.language = language
    case ("optional", _):
      guard isNumber, let parts = Chance.parts(of: text) else {
        throw mistake("\"optional\" is how often the value is NULL: from 0 to 1, as 0.1", value)
      }
      made.nullChance = parts
    case ("min", .number) where isNumber: (min, rangeToken) = (text, value)
    case ("max", .number) where isNumber: (max, rangeToken) = (text, value)
    case ("decimals", .number):
      guard isNumber, let count = Int(text), (0...9).contains(count) else {
        throw mistake("\"decimals\" is a whole number from 0 to 9", value)
      }
      (decimals, rangeToken) = (count, value)
    case ("from", .moment) where isText: (from, rangeToken) = (text, value)
    case ("to", .moment) where isText: (to, rangeToken) = (text, value)
    case ("from", .choice): try readChoice(tape, value)
    case ("count", _) where kind.options.contains(.count):
      guard isNumber, let count = Int(text), (1...1000).contains(count) else {
        throw mistake("\"count\" is a whole number from 1 to 1000", value)
      }
      made.count = count
    case (let option, _):
      let known = kind.options.map(\.rawValue) + ["locale", "optional"]
      guard known.contains(option) else {
        throw ValueProblem(
          code: "seed.bad_directive", message: "\(kind.rawValue) does not take \"\(option)\"",
          hint: Suggestion.hint(for: option, among: known), token: name)
      }
      let wanted = kind.form == .moment ? "a date, as \"2024-03-01\"" : "a number"
      throw mistake("\"\(option)\" is \(wanted)", value)
    }
  }

  /// What the options make together.
  func fake(at token: Int) throws(ValueProblem) -> Fake {
    var fake = made
    if min != nil || max != nil || decimals != nil {
      let usual = fake.range.text
      // One bound alone shall not stand on the wrong side of the other's usual place.
      guard
        let range = NumberRange(
          from: min ?? usual.from, to: max ?? usual.to,
          places: decimals ?? (kind == .number ? nil : fake.range.places))
      else {
        throw mistake(
          "\"min\" is not more than \"max\", and both have at most as many decimal places as "
            + "\"decimals\" says", rangeToken ?? token)
      }
      fake.range = range
    }
    if from != nil || to != nil {
      let usual = MomentRange.text(of: kind)
      guard let moments = MomentRange(from: from ?? usual.from, to: to ?? usual.to) else {
        throw mistake(
          "\"from\" and \"to\" are dates, as \"2024-03-01\" or \"2024-03-01T12:30:00Z\", in "
            + "their order (\"to\" is \"\(usual.to)\" unless it is given)", rangeToken ?? token)
      }
      fake.moments = moments
    }
    if kind == .dateBetween, from == nil || to == nil {
      throw mistake("date.between needs \"from\" and \"to\"", token)
    }
    guard kind.form == .choice, fake.values.isEmpty else { return fake }
    guard kind == .pick, case .enumeration(_, let labels) = form else {
      throw mistake(
        kind == .pick
          ? "pick needs a list: \"from\": [\"a\", \"b\"]"
          : "weighted needs weights: \"from\": {\"often\": 9, \"seldom\": 1}", token)
    }
    fake.values = labels.map { Array($0.utf8) }
    return fake
  }

  // MARK: Values to choose from

  private mutating func readChoice(_ tape: borrowing Tape, _ value: Int) throws(ValueProblem) {
    if kind == .pick {
      guard tape.tokens[value].kind == .array else {
        throw mistake("\"from\" of pick is a list", value)
      }
    } else {
      guard tape.tokens[value].kind == .object else {
        throw mistake("\"from\" of weighted is an object of values and weights", value)
      }
    }
    var token = value + 1
    while token < Int(tape.tokens[value].next) {
      if kind == .pick {
        made.values.append(try text(tape, token))
      } else {
        made.values.append(try text(ofName: token, tape))
        made.weightEnds.append((made.weightEnds.last ?? 0) + (try weight(tape, token + 1)))
        token += 1
      }
      token = Int(tape.tokens[token].next)
    }
    guard !made.values.isEmpty, made.weightEnds.last != 0 else {
      throw mistake("there is nothing to choose from", value)
    }
  }

  private func text(_ tape: borrowing Tape, _ token: Int) throws(ValueProblem) -> [UInt8]? {
    guard tape.tokens[token].kind != .null else { return nil }
    var text: [UInt8] = []
    try form.append(tape, token, to: &text)
    return text
  }

  private func text(ofName token: Int, _ tape: borrowing Tape) throws(ValueProblem) -> [UInt8] {
    var text: [UInt8] = []
    tape.append(textAt: token, to: &text)
    if case .json = form {
      var quoted: [UInt8] = []
      JSONText.append(text, to: &quoted)
      return quoted
    }
    do { try form.check(text[...]) } catch {
      var problem = error
      problem.token = token
      throw problem
    }
    return text
  }

  private func weight(_ tape: borrowing Tape, _ token: Int) throws(ValueProblem) -> UInt64 {
    guard tape.tokens[token].kind == .number, let weight = UInt64(tape.string(at: token)),
      weight <= 1_000_000_000
    else { throw mistake("a weight is a whole number from 0 to 1000000000", token) }
    return weight
  }

  private func mistake(_ message: String, _ token: Int) -> ValueProblem {
    ValueProblem(code: "seed.bad_directive", message: message, token: token)
  }
}
