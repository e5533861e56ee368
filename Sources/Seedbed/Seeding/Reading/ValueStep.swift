internal import JSON

/// What to do with a member whose value is the column's own.
final class ValueStep: Sendable {
  let slot: Int
  let form: ValueForm
  let null: NullUse
  let field: String
  let glance: ValueGlance
  /// Which of the table's identifying columns it is, if it is one.
  let distinct: (number: Int, text: DistinctText)?

  init(
    slot: Int, form: ValueForm, null: NullUse, field: String,
    distinct: (number: Int, text: DistinctText)? = nil
  ) {
    self.slot = slot
    self.form = form
    self.null = null
    self.field = field
    self.distinct = distinct
    glance = ValueGlance(form)
  }
}

/// Tells at a glance that a plain text is a value of its form, as nearly all are. What it does not
/// know is looked at properly.
enum ValueGlance: Sendable {
  case anything
  case atMost(bytes: Int)
  case integer(ClosedRange<Int64>)
  case number
  case boolean
  /// A date or time of digits and signs alone; with an offset where the type holds one.
  case moment(withOffset: Bool)
  case nothing

  init(_ form: ValueForm) {
    self =
      switch form {
      case .text(nil): .anything
      case .text(let limit?): .atMost(bytes: limit)
      case .integer(_, let range): .integer(range)
      case .number: .number
      case .boolean: .boolean
      case .time(let type): .moment(withOffset: type != "timestamp" && type != "time")
      case .other: .anything
      case .json, .bytea, .uuid, .enumeration, .array, .composite, .range: .nothing
      }
  }

  func accepts(_ tape: borrowing Tape, _ token: Int) -> Bool {
    let kind = tape.tokens[token].kind
    switch self {
    case .anything: return true
    case .number: return kind == .number
    case .boolean: return kind == .true || kind == .false
    case .atMost(let count):
      return Int(tape.tokens[token].end - tape.tokens[token].start) <= count
    case .integer(let range):
      return tape.withContents { bytes, tokens in
        Self.integer(bytes, tokens[token]).map(range.contains) ?? false
      }
    case .moment(let withOffset):
      return tape.withContents { bytes, tokens in
        Self.isMoment(bytes, tokens[token], withOffset: withOffset)
      }
    case .nothing: return false
    }
  }

  /// The value of a few plain digits; nil for any other text.
  private static func integer(
    _ bytes: UnsafeBufferPointer<UInt8>, _ token: Tape.Token
  ) -> Int64? {
    var index = Int(token.start)
    let end = Int(token.end)
    let isNegative = index < end && bytes[index] == UInt8(ascii: "-")
    if isNegative { index += 1 }
    guard index < end, end - index <= 18 else { return nil }
    var value: Int64 = 0
    while index < end {
      let digit = bytes[index] &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
      index += 1
    }
    return isNegative ? -value : value
  }

  private static func isMoment(
    _ bytes: UnsafeBufferPointer<UInt8>, _ token: Tape.Token, withOffset: Bool
  ) -> Bool {
    var isInTime = false
    for index in Int(token.start)..<Int(token.end) {
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "T"),
        UInt8(ascii: "Z"), UInt8(ascii: " "):
        break
      case UInt8(ascii: ":"): isInTime = true
      case UInt8(ascii: "-"), UInt8(ascii: "+"): if isInTime, !withOffset { return false }
      default: return false
      }
    }
    return true
  }
}
