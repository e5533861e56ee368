internal import Postgres

/// What can be said of a scalar's text without asking the server.
extension ValueForm {
  func check(_ text: ArraySlice<UInt8>, isNumber: Bool = false) throws(ValueProblem) {
    switch self {
    case .text(let limit?): try checkLength(text, limit)
    case .integer(let type, let range): try checkInteger(text, type, range)
    case .number where !isNumber: try checkNumber(text)
    case .boolean: try checkBoolean(text)
    case .bytea: try checkHex(text)
    case .uuid: try checkUUID(text)
    case .time: try checkMoment(text)
    case .enumeration(let name, let labels):
      let label = String(decoding: text, as: UTF8.self)
      guard !labels.contains(label) else { return }
      throw ValueProblem(
        code: "seed.unknown_label", message: "this is no label of \(name.name)",
        hint: Suggestion.hint(for: label, among: labels))
    default: break
    }
  }

  /// Longer text is taken where only spaces would be cut off, as SQL has it (manual 8.3).
  private func checkLength(_ text: ArraySlice<UInt8>, _ limit: Int) throws(ValueProblem) {
    guard text.count > limit else { return }
    var characters = 0
    var last = 0
    for byte in text where byte & 0xC0 != 0x80 {
      characters += 1
      if byte != UInt8(ascii: " ") { last = characters }
    }
    guard last > limit else { return }
    throw ValueProblem(
      code: "seed.value_too_long",
      message: "the value is \(characters) characters long, the column takes \(limit)")
  }

  private func checkInteger(
    _ text: ArraySlice<UInt8>, _ type: String, _ range: ClosedRange<Int64>
  ) throws(ValueProblem) {
    var digits = text[...]
    while let first = digits.first, first == UInt8(ascii: " ") { digits = digits.dropFirst() }
    while let last = digits.last, last == UInt8(ascii: " ") { digits = digits.dropLast() }
    if let value = Self.shortInteger(digits), range.contains(value) { return }
    let number = String(decoding: digits, as: UTF8.self)
    if let value = Int64(number) {
      if range.contains(value) { return }
    } else if !digits.isEmpty, digits.allSatisfy(Self.isDigitOrSign) {
      // Longer than 64 bits: a number all the same, but out of any range.
    } else if Self.isLiteral(number) {
      return
    } else {
      throw mismatch
    }
    throw ValueProblem(
      code: "seed.out_of_range", message: "the number is out of range for \(type)",
      hint: "\(type) holds \(range.lowerBound) to \(range.upperBound)")
  }

  /// The value of a few plain digits, as nearly all numbers are; nil for any other text.
  private static func shortInteger(_ text: ArraySlice<UInt8>) -> Int64? {
    let isNegative = text.first == UInt8(ascii: "-")
    let digits = isNegative ? text.dropFirst() : text
    guard !digits.isEmpty, digits.count <= 18 else { return nil }
    var value: Int64 = 0
    for byte in digits {
      let digit = byte &- UInt8(ascii: "0")
      guard digit < 10 else { return nil }
      value = value &* 10 &+ Int64(digit)
    }
    return isNegative ? -value : value
  }

  /// `0x1F`, `0o17`, `0b1` or `1_000`, which servers read from PostgreSQL 16 on; older ones refuse it
  /// themselves.
  private static func isLiteral(_ number: String) -> Bool {
    let digits = number.drop { $0 == "-" || $0 == "+" }.filter { $0 != "_" }.lowercased()
    for (prefix, radix) in [("0x", 16), ("0o", 8), ("0b", 2)] where digits.hasPrefix(prefix) {
      return Int64(digits.dropFirst(2), radix: radix) != nil
    }
    return number.contains("_") && Int64(digits) != nil
  }

  private static func isDigitOrSign(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) || byte == UInt8(ascii: "-")
      || byte == UInt8(ascii: "+")
  }

  /// A number as text: digits somewhere, or one of the words for no finite number.
  private func checkNumber(_ text: ArraySlice<UInt8>) throws(ValueProblem) {
    let hasDigit = text.contains { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    let word = String(decoding: text, as: UTF8.self).lowercased()
    if !hasDigit, !["nan", "inf", "infinity"].contains(where: { word.contains($0) }) {
      throw mismatch
    }
  }

  /// Any unambiguous beginning of the words is one, in any case (manual 8.6).
  private func checkBoolean(_ text: ArraySlice<UInt8>) throws(ValueProblem) {
    let word = text.drop { $0 == UInt8(ascii: " ") }.prefix { $0 != UInt8(ascii: " ") }
    let isWord = Self.truthWords.contains { $0.count >= word.count && Self.matches(word, $0) }
    if word.isEmpty || !isWord || word.count == 1 && Self.matches(word, "o".utf8) { throw mismatch }
  }

  private static let truthWords = ["true", "false", "yes", "no", "on", "off", "1", "0"].map {
    Array($0.utf8)
  }

  /// Whether a text is what a word of small letters begins with, in any case.
  private static func matches(_ text: ArraySlice<UInt8>, _ word: some Sequence<UInt8>) -> Bool {
    zip(text, word).allSatisfy { byte, letter in
      byte == letter
        || (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) && byte + 32 == letter
    }
  }

  private func checkHex(_ text: ArraySlice<UInt8>) throws(ValueProblem) {
    let digits = text.dropFirst(2)
    guard text.starts(with: "\\x".utf8), digits.count % 2 == 0, digits.allSatisfy(Self.isHex)
    else {
      throw ValueProblem(
        code: "seed.type_mismatch", message: "bytea takes \\x and pairs of hexadecimal digits",
        hint: "{\"$file\": \"…\"} takes a file's bytes")
    }
  }

  private func checkUUID(_ text: ArraySlice<UInt8>) throws(ValueProblem) {
    var digits = 0
    for byte in text {
      if Self.isHex(byte) {
        digits += 1
      } else if !"-{}".utf8.contains(byte) {
        throw mismatch
      }
    }
    guard digits == 32 else { throw mismatch }
  }

  private static func isHex(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "a")...UInt8(ascii: "f"),
      UInt8(ascii: "A")...UInt8(ascii: "F"):
      true
    default: false
    }
  }

  /// `now` and its kin would be another moment on every run, so that no run would find nothing to
  /// do.
  private func checkMoment(_ text: ArraySlice<UInt8>) throws(ValueProblem) {
    var rest = text
    while !rest.isEmpty {
      let word = rest.prefix { $0 != UInt8(ascii: " ") }
      if let moving = Self.movingWords.first(where: {
        $0.count == word.count && Self.matches(word, $0)
      }) {
        throw ValueProblem(
          code: "seed.moving_time",
          message: "'\(String(decoding: moving, as: UTF8.self))' means another moment on every run",
          hint: "{\"$now\": \"0 days\"} is set when the row is made and then left alone")
      }
      rest = rest[word.endIndex...].dropFirst()
    }
  }

  private static let movingWords = ["now", "today", "tomorrow", "yesterday"].map { Array($0.utf8) }

  private var mismatch: ValueProblem {
    ValueProblem(code: "seed.type_mismatch", message: "this is no value for \(description)")
  }
}
