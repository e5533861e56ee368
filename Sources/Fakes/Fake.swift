/// A kind of fake value with its options: what a column is filled with.
public struct Fake: Sendable {
  public let kind: Kind
  public var language = Language.en
  /// Of `number` and `commerce.price`.
  public var range: NumberRange
  /// Of dates.
  public var moments: MomentRange
  /// How many words, or sentences in a paragraph.
  public var count: Int
  /// Of `pick` and `weighted`; nil is NULL.
  public var values: [[UInt8]?] = []
  /// Where the part of each value ends, of `weighted`; the last is their sum.
  public var weightEnds: [UInt64] = []
  /// How a date is written.
  public var momentStyle = MomentStyle.dateAndTime
  /// How many characters there is room for.
  public var limit: Int?
  /// How often it is NULL, in thousand millionths.
  public var nullChance: UInt64 = 0
  /// Whether no two records may have the same value.
  public var isUnique = false

  public init(_ kind: Kind) {
    self.kind = kind
    range = NumberRange(kind)
    moments = MomentRange(kind)
    count =
      switch kind {
      case .loremSentence: 8
      case .loremParagraph: 4
      default: 3
      }
  }

  /// Why no value can be made for a record.
  public enum Failure: Error, Equatable {
    /// There are only so many values, and the column is unique.
    case exhausted(UInt64)
    /// A value that stands for itself alone needs so many characters.
    case tooLong(Int)
  }

  /// Appends the value of a record in a column, as the input text of its type.
  ///
  /// - Returns: false for NULL.
  public func append(
    record: RecordIdentity, column: Seed, to out: inout [UInt8]
  ) throws(Failure) -> Bool {
    var generator = record.seed.generator(for: column)
    // Drawn apart, so that the values are the same with and without.
    if nullChance > 0 {
      var chance = Generator(~generator.next())
      if chance.happens(nullChance) { return false }
      generator = record.seed.generator(for: column)
    }
    if isUnique {
      switch uniqueness {
      case .counted(let size):
        let place = Permutation(size: size, key: column.value)(record.place)
        guard let place else { throw .exhausted(size) }
        return append(number: place, to: &out)
      case .suffixed: return try appendDistinct(record, &generator, to: &out)
      case .free, .none: break
      }
    }
    return append(&generator, to: &out, limit: limit)
  }

  private func appendDistinct(
    _ record: RecordIdentity, _ generator: inout Generator, to out: inout [UInt8]
  ) throws(Failure) -> Bool {
    let suffix = record.distinction
    let start = out.count
    switch kind.form {
    case .identifier: appendIdentifier(&generator, suffix: suffix, to: &out)
    default:
      _ = append(&generator, to: &out, limit: limit.map { $0 - suffix.count - 1 })
      if out.count > start { out.append(UInt8(ascii: " ")) }
      out += suffix
    }
    if let limit, out.characters(from: start) > limit {
      throw .tooLong(out.characters(from: start))
    }
    return true
  }

  private func append(
    _ generator: inout Generator, to out: inout [UInt8], limit: Int?
  ) -> Bool {
    let start = out.count
    switch kind.form {
    case .words: appendWords(&generator, to: &out)
    case .identifier: appendIdentifier(&generator, suffix: [], to: &out)
    case .code, .address: appendCode(&generator, to: &out)
    case .number: range.append(range.draw(&generator), to: &out)
    case .moment: moments.append(moments.draw(&generator, momentStyle), momentStyle, to: &out)
    case .uuid: appendUUID(&generator, to: &out)
    case .boolean: out += (generator.next() >> 63 == 1 ? "true" : "false").utf8
    case .choice:
      guard let value = draw(&generator) else { return false }
      out += value
    }
    if let limit, kind.form == .words { out.cut(to: limit, from: start) }
    return true
  }

  private func draw(_ generator: inout Generator) -> [UInt8]? {
    guard !values.isEmpty else { return nil }
    guard kind == .weighted, let total = weightEnds.last else {
      return values[generator.below(values.count)]
    }
    let point = generator.below(total)
    return values[weightEnds.firstIndex { point < $0 } ?? values.count - 1]
  }
}
