internal import Fakes

/// What to do with a member whose value is made up.
final class FakeStep: Sendable {
  let slot: Int
  let field: String
  private let fake: Fake
  /// Of its column.
  private let seed: Seed
  private let isQuoted: Bool
  /// Which of the table's identifying columns it is, if it is one.
  let distinct: (number: Int, text: DistinctText)?

  /// - Parameter isQuoted: the text is written as a JSON string.
  init(
    slot: Int, field: String, fake: Fake, seed: Seed, isQuoted: Bool = false,
    distinct: (number: Int, text: DistinctText)? = nil
  ) {
    self.slot = slot
    self.field = field
    self.fake = fake
    self.seed = seed
    self.isQuoted = isQuoted
    self.distinct = distinct
  }

  /// Appends the input text for the column.
  ///
  /// - Returns: false for NULL.
  func append(_ record: RecordIdentity, to out: inout [UInt8]) throws(ValueProblem) -> Bool {
    guard isQuoted else { return try appendText(record, to: &out) }
    var text: [UInt8] = []
    guard try appendText(record, to: &text) else { return false }
    JSONText.append(text, to: &out)
    return true
  }

  private func appendText(
    _ record: RecordIdentity, to out: inout [UInt8]
  ) throws(ValueProblem) -> Bool {
    do throws(Fake.Failure) {
      return try fake.append(record: record, column: seed, to: &out)
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
  }

  /// Equal values of it have one text.
  func isDistinct(_ text: ArraySlice<UInt8>) -> Bool {
    switch distinct?.text {
    case .text(let limit): limit.map { text.count <= $0 } ?? true
    case .integer: fake.kind.form == .number
    case nil: false
    }
  }

  /// Whether no two records that repeat others have the same value of it, however many they are.
  func tellsApart(_ record: RecordIdentity) -> Bool {
    fake.isUnique && record.repetition != nil && fake.tellsRepetitionsApart
  }
}
