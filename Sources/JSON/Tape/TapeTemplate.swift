/// A value of which many are made, each with a number of its own wherever a string says `{{n}}`, or
/// `{{n:5}}` for five digits and more with zeros before them.
///
/// The made values are tapes like any other; the places in them are those of the template.
public struct TapeTemplate: Sendable {
  private let origin: Origin
  private let tokens: [Tape.Token]
  private let slots: [NumberSlot]

  // What numbers with the same count of digits have in common.
  private var madeDigits = 0
  private var madeBytes: [UInt8] = []
  private var madeTokens: [Tape.Token] = []
  /// Where each number ends, and how many digits it has with its zeros.
  private var numbers: [(end: Int, digits: Int)] = []

  /// Where the tokens of made values come from.
  final class Origin: Sendable {
    private let tape: Tape
    /// The tokens that were left out.
    private let omitted: Range<Int>

    init(_ tape: Tape, omitted: Range<Int>) {
      self.tape = tape
      self.omitted = omitted
    }

    var bytes: [UInt8] { tape.bytes }
    var start: TextPosition { tape.start }

    func position(of token: Int) -> TextPosition {
      tape.position(of: token < omitted.lowerBound ? token : token + omitted.count)
    }
  }

  /// - Parameter name: the token of a member's name; that member of the outermost object is left
  ///   out.
  /// - Parameter own: objects inside that have a member of this name are left as they are.
  public init(_ tape: Tape, without name: Int? = nil, sparing own: String? = nil) {
    var tokens = tape.tokens
    var omitted = tokens.count..<tokens.count
    if let name {
      omitted = name..<Int(tokens[name + 1].next)
      tokens.removeSubrange(omitted)
      tokens[0].count -= 1
      for index in tokens.indices where Int(tokens[index].next) >= omitted.upperBound {
        tokens[index].next -= Int32(omitted.count)
      }
    }
    self.tokens = tokens
    origin = Origin(tape, omitted: omitted)
    slots = Self.strings(tokens, of: tape, sparing: own.map { Array($0.utf8) }).flatMap { token in
      NumberSlot.all(in: tape.bytes[Int(token.start)..<Int(token.end)])
    }
    madeBytes = tape.bytes
    madeTokens = tokens
  }

  private static func strings(
    _ tokens: [Tape.Token], of tape: Tape, sparing own: [UInt8]?
  ) -> [Tape.Token] {
    var strings: [Tape.Token] = []
    var index = 0
    while index < tokens.count {
      if let own, index > 0, tokens[index].kind == .object, has(own, index, tokens, tape) {
        index = Int(tokens[index].next)
        continue
      }
      if tokens[index].kind == .string { strings.append(tokens[index]) }
      index += 1
    }
    return strings
  }

  private static func has(
    _ name: [UInt8], _ object: Int, _ tokens: [Tape.Token], _ tape: Tape
  ) -> Bool {
    var member = object + 1
    while member < Int(tokens[object].next) {
      let range = Int(tokens[member].start)..<Int(tokens[member].end)
      if tape.bytes[range].elementsEqual(name) { return true }
      member = Int(tokens[member + 1].next)
    }
    return false
  }

  /// Whether all values made from it are alike.
  public var isConstant: Bool { slots.isEmpty }

  /// Makes the value with this number, which is not negative.
  public mutating func write(_ number: Int, into tape: inout Tape) {
    if !slots.isEmpty { write(number) }
    tape.replace(bytes: madeBytes, tokens: madeTokens, origin: origin)
  }

  private mutating func write(_ number: Int) {
    var digits = 1
    var bound = 10
    while bound <= number, digits < 18 {
      digits += 1
      bound *= 10
    }
    if digits != madeDigits { makeRoom(for: digits) }
    for (end, count) in numbers {
      var rest = number
      for place in ((end - count)..<end).reversed() {
        madeBytes[place] = .zero + UInt8(rest % 10)
        rest /= 10
      }
    }
  }

  private mutating func makeRoom(for digits: Int) {
    madeDigits = digits
    madeBytes.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
    var copied = 0
    for slot in slots {
      madeBytes += origin.bytes[copied..<slot.range.lowerBound]
      let count = max(slot.width, digits)
      madeBytes += repeatElement(.zero, count: count)
      numbers.append((madeBytes.count, count))
      copied = slot.range.upperBound
    }
    madeBytes += origin.bytes[copied...]
    let shifts = zip(slots, numbers).map { slot, number in
      (from: Int32(slot.range.upperBound), by: Int32(number.end - slot.range.upperBound))
    }
    func moved(_ place: Int32) -> Int32 {
      place + (shifts.last { $0.from <= place }?.by ?? 0)
    }
    madeTokens = tokens.map { token in
      var made = token
      made.start = moved(token.start)
      made.end = moved(token.end)
      return made
    }
  }
}

/// A place for a number in a string.
struct NumberSlot {
  let range: Range<Int>
  /// The least number of digits.
  let width: Int

  static func all(in text: ArraySlice<UInt8>) -> [NumberSlot] {
    var slots: [NumberSlot] = []
    var rest = text
    while let start = rest.firstIndex(of: .openBrace) {
      if let slot = slot(at: start, in: text) {
        slots.append(slot)
        rest = text[slot.range.upperBound...]
      } else {
        rest = text[(start + 1)...]
      }
    }
    return slots
  }

  private static func slot(at start: Int, in text: ArraySlice<UInt8>) -> NumberSlot? {
    guard text[start...].starts(with: "{{n".utf8) else { return nil }
    var rest = text[(start + 3)...]
    var width = 0
    if rest.first == .colon {
      let digits = rest.dropFirst().prefix(while: \.isDigit)
      guard (1...2).contains(digits.count) else { return nil }
      width = digits.reduce(0) { $0 * 10 + Int($1 - .zero) }
      rest = text[digits.endIndex...]
    }
    guard rest.starts(with: "}}".utf8) else { return nil }
    return NumberSlot(range: start..<(rest.startIndex + 2), width: width)
  }
}
