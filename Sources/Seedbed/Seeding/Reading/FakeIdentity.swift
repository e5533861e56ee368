internal import Fakes
internal import JSON

/// What the fakes of a record depend on, beside their table and column: its label, else the fields
/// of its key where they are given as they are, else its place among the records without either.
///
/// So a fake stays as it is when other records come and go, or fields of its own that tell nothing
/// apart.
struct FakeIdentity {
  enum Member {
    /// The member of the record with this number.
    case record(Int)
    /// The value in `$defaults` at this token.
    case defaults(Int)
  }

  /// Empty where the record goes by its place.
  let parts: [(name: String, member: Member)]

  /// - Parameter given: what the record and the defaults give as it is, by column.
  init(table: Table, key: [Int]?, given: [Int: Member], label: Int?) {
    if let label {
      parts = [("$label", .record(label))]
      return
    }
    let keys =
      key.map { [$0] }
      ?? table.keys.filter(\.identifiesRows).map { key in
        (key.columns ?? []).compactMap { table.columnIndex(number: $0) }
      }
    let chosen = keys.first { columns in !columns.isEmpty && columns.allSatisfy { given[$0] != nil }
    }
    parts = (chosen ?? []).sorted().compactMap { column in
      given[column].map { (table.columns[column].name, $0) }
    }
  }

  var isPlace: Bool { parts.isEmpty }

  /// Adds the record's identity to its table's seed.
  func add(to seed: inout Seed, _ tape: borrowing Tape, defaults: Tape?, _ text: inout [UInt8]) {
    var tokens: [Int] = []
    var token = 1
    while token < Int(tape.tokens[0].next) {
      tokens.append(token + 1)
      token = Int(tape.tokens[token + 1].next)
    }
    for (name, member) in parts {
      text.removeAll(keepingCapacity: true)
      switch member {
      case .record(let number): Self.append(tape, tokens[number], to: &text)
      case .defaults(let token):
        if let defaults { Self.append(defaults, token, to: &text) }
      }
      seed.add(name)
      seed.add(text)
    }
  }

  /// A string and a number that look alike are the same value to the server.
  private static func append(_ tape: borrowing Tape, _ token: Int, to text: inout [UInt8]) {
    switch tape.tokens[token].kind {
    case .object, .array: tape.appendCompact(at: token, to: &text)
    default: tape.append(textAt: token, to: &text)
    }
  }
}

/// The fake of one field.
struct FakeField {
  let fake: Fake
  /// Of its column.
  let seed: Seed
  let isQuoted: Bool

  /// The input text for the column; nil is NULL.
  func text(_ record: RecordIdentity) throws(ValueProblem) -> [UInt8]? {
    var text: [UInt8] = []
    do throws(Fake.Failure) {
      guard try fake.append(record: record, column: seed, to: &text) else { return nil }
    } catch {
      throw switch error {
      case .exhausted(let count):
        ValueProblem(
          code: "seed.not_unique",
          message: "\(fake.kind.rawValue) has only \(count) values, and the column is unique",
          hint: "widen its range, or make fewer records")
      case .tooLong(let length):
        ValueProblem(
          code: "seed.value_too_long",
          message: "a value that no other record has would be \(length) characters long here")
      }
    }
    guard isQuoted else { return text }
    var quoted: [UInt8] = []
    JSONText.append(text, to: &quoted)
    return quoted
  }
}
