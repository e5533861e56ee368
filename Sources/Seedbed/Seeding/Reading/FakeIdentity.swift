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
    for (name, member) in parts {
      text.removeAll(keepingCapacity: true)
      switch member {
      case .record(let number): Self.append(tape, Self.value(number, of: tape), to: &text)
      case .defaults(let token):
        if let defaults { Self.append(defaults, token, to: &text) }
      }
      seed.add(name)
      seed.add(text)
    }
  }

  /// The token of the value of the record's member with this number.
  private static func value(_ number: Int, of tape: borrowing Tape) -> Int {
    tape.withContents { _, tokens in
      (0..<number).reduce(1) { name, _ in Int(tokens[name + 1].next) } + 1
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
