internal import JSON

/// Finds where records stand in their files, by reading the files once more: no place is kept while
/// rows are staged, so that memory does not grow with them.
struct RecordPlaces {
  private let seed: TableSeed

  init(_ seed: TableSeed) { self.seed = seed }

  /// - Parameter field: the place of this field's value, where the record gives it.
  func location(of number: Int, field: String? = nil) throws -> Problem.Location? {
    try locations(of: [number], field: field)[number]
  }

  /// The places of many records, in one reading.
  func locations(of numbers: [Int], field: String? = nil) throws -> [Int: Problem.Location] {
    let wanted = Set(numbers)
    var found: [Int: Problem.Location] = [:]
    for (index, start) in seed.starts.enumerated() {
      let end = index + 1 < seed.starts.count ? seed.starts[index + 1].first : seed.count
      guard let last = wanted.filter({ $0 >= start.first && $0 < end }).max() else { continue }
      var records = try RecordStream(start.section)
      var tape = Tape()
      var number = start.first
      while number <= last, try records.next(into: &tape) {
        if wanted.contains(number) {
          let token = field.flatMap { Self.value(of: $0, in: tape) }
          found[number] = start.section.location(
            token.map { tape.position(of: $0) } ?? tape.start)
        }
        number += 1
      }
    }
    return found
  }

  /// The place of a field's value in the first record, or in the defaults, whose `$sql` or `$now`
  /// for it has this text.
  func firstLocation(of field: String, holding sql: String) throws -> Problem.Location? {
    var tape = Tape()
    for section in seed.sections {
      if let defaults = section.options.defaults?.value,
        let token = Self.value(of: field, in: defaults), Self.holds(sql, token, defaults)
      {
        return section.location(defaults.position(of: token))
      }
      var records = try RecordStream(section)
      while try records.next(into: &tape) {
        if let token = Self.value(of: field, in: tape), Self.holds(sql, token, tape) {
          return section.location(tape.position(of: token))
        }
      }
    }
    return nil
  }

  private static func holds(_ sql: String, _ object: Int, _ tape: borrowing Tape) -> Bool {
    guard tape.tokens[object].kind == .object else { return false }
    return (object..<Int(tape.tokens[object].next)).contains {
      tape.tokens[$0].kind == .string && sql.contains(tape.string(at: $0))
    }
  }

  private static func value(of field: String, in tape: borrowing Tape) -> Int? {
    guard tape.tokens[0].kind == .object else { return nil }
    var folded: Int?
    var token = 1
    while token < Int(tape.tokens[0].next) {
      let name = tape.string(at: token)
      if name == field { return token + 1 }
      if folded == nil, name.lowercased() == field.lowercased() { folded = token + 1 }
      token = Int(tape.tokens[token + 1].next)
    }
    return folded
  }
}
