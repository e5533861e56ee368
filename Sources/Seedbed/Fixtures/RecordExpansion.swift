internal import JSON

/// Makes the records of one that says `$repeat`: `"$repeat": 100`, or
/// `{"count": 100, "from": 1}`.
struct RecordExpansion {
  private var template: TapeTemplate
  private var defaults: TapeTemplate?
  private let numbers: Range<Int>
  private var next: Int

  /// How many are yet to be made.
  var ahead: Int { numbers.upperBound - next }

  /// What was made last.
  struct Repetition {
    let number: Int
    /// It is the first that was made of its record.
    let isFirst: Bool
  }

  /// - Returns: nil for a record without `$repeat`, and for one whose `$repeat` cannot be
  ///   understood: it is left in the record, for its reader to say so.
  init?(_ tape: borrowing Tape, defaults: TapeTemplate?) {
    guard let name = tape.member(Self.nameBytes, of: 0),
      let numbers = try? Self.numbers(of: name + 1, in: tape)
    else { return nil }
    template = TapeTemplate(copy tape, without: name, sparing: Self.name)
    self.defaults = defaults
    self.numbers = numbers
    next = numbers.lowerBound
  }

  /// - Parameter defaultTape: becomes the defaults with the same number.
  /// - Returns: nil at the end.
  mutating func next(into tape: inout Tape, defaults defaultTape: inout Tape?) -> Repetition? {
    guard next < numbers.upperBound else { return nil }
    defer { next += 1 }
    template.write(next, into: &tape)
    if defaults != nil {
      var made = defaultTape.take() ?? Tape()
      defaults?.write(next, into: &made)
      defaultTape = made
    }
    return Repetition(number: next, isFirst: next == numbers.lowerBound)
  }

  // MARK: The option

  static let name = "$repeat"

  private static let nameBytes = Array(name.utf8)

  /// More would not fit into the stage, and is a slip of the finger.
  static let limit = 1_000_000_000

  /// - Throws: why the value is none, and where.
  static func numbers(
    of value: Int, in tape: borrowing Tape
  ) throws(ValueProblem) -> Range<Int> {
    switch tape.tokens[value].kind {
    case .number: return 1..<(1 + (try number(value, in: tape)))
    case .object: break
    default: throw mistake("$repeat is a number, or {\"count\": 10, \"from\": 1}", value)
    }
    var count: Int?
    var from = 1
    var token = value + 1
    while token < Int(tape.tokens[value].next) {
      switch tape.string(at: token) {
      case "count": count = try number(token + 1, in: tape)
      case "from": from = try number(token + 1, in: tape)
      case let other:
        throw mistake(
          "$repeat does not take \"\(other)\"", token,
          hint: Suggestion.hint(for: other, among: ["count", "from"]))
      }
      token = Int(tape.tokens[token + 1].next)
    }
    guard let count else { throw mistake("$repeat needs a \"count\"", value) }
    return from..<(from + count)
  }

  private static func number(
    _ token: Int, in tape: borrowing Tape
  ) throws(ValueProblem) -> Int {
    guard tape.tokens[token].kind == .number, let number = Int(tape.string(at: token)),
      (0...limit).contains(number)
    else {
      throw mistake("this should be a whole number from 0 to \(limit)", token)
    }
    return number
  }

  private static func mistake(
    _ message: String, _ token: Int, hint: String? = nil
  ) -> ValueProblem {
    ValueProblem(code: "seed.bad_repeat", message: message, hint: hint, token: token)
  }
}
