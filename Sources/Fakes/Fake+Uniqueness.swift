extension Fake {
  /// How the values of different records are kept apart.
  public enum Uniqueness: Sendable, Equatable {
    /// Text that ends in what tells its record apart.
    case suffixed
    /// So many values, dealt out in the order of the records, none twice; 0 stands for 2^64.
    case counted(UInt64)
    /// So many that no two meet.
    case free
    /// There are too few values.
    case none
  }

  public var uniqueness: Uniqueness {
    switch kind {
    case .internetIPv4: .counted(1 << 24)
    case .addressPostcode: .counted(90_000)
    case .commerceSKU: .counted(Self.skus)
    case .phone: .counted(language.words.phones.count)
    case .number, .commercePrice, .addressLatitude, .addressLongitude: .counted(range.count)
    case .pick: values.contains { $0 == nil } ? .none : .counted(UInt64(values.count))
    case .datePast, .dateFuture, .dateBetween, .dateBirthday:
      momentStyle == .time ? .none : .counted(moments.count(momentStyle))
    case .uuid, .internetIPv6: .free
    case .addressCountryCode: .counted(UInt64(Countries.codes.count))
    default:
      switch kind.form {
      case .words, .identifier: .suffixed
      default: .none
      }
    }
  }

  /// Whether the values of a unique column differ by the way they are made, for records that
  /// repeat others.
  public var tellsRepetitionsApart: Bool {
    switch uniqueness {
    // What is picked from may hold one value twice.
    case .suffixed, .counted: kind != .pick
    case .free, .none: false
    }
  }

  /// - Returns: always true: these kinds have no NULL.
  func append(number: UInt64, to out: inout [UInt8]) -> Bool {
    switch kind {
    case .internetIPv4: appendIPv4(number, to: &out)
    case .addressPostcode: out.append(decimal: 10_000 + number)
    case .commerceSKU: appendSKU(number, to: &out)
    case .phone: language.words.phones.append(number, to: &out)
    case .addressCountryCode: out += Countries.codes[Int(number)]
    case .pick: out += values[Int(number)] ?? []
    case .datePast, .dateFuture, .dateBetween, .dateBirthday:
      moments.append(moments.moment(number, momentStyle), momentStyle, to: &out)
    default: range.append(number, to: &out)
    }
    return true
  }
}

/// What the fakes of a record depend on.
public struct RecordIdentity: Sendable {
  /// Of the table and what identifies the record in it.
  public let seed: Seed
  /// The record's number among those of its table.
  public let place: UInt64
  /// Where the record is one of many made from one: the number of that one among the table's such
  /// records, and its own number among those made.
  public let repetition: (record: Int, number: Int)?

  public init(seed: Seed, place: UInt64, repetition: (record: Int, number: Int)? = nil) {
    self.seed = seed
    self.place = place
    self.repetition = repetition
  }

  /// What tells the record apart at the end of a text. No text before it ends in a digit, so two
  /// records with a number never meet; other records get ten letters from the seed.
  var distinction: [UInt8] {
    if let (record, number) = repetition {
      var text: [UInt8] = []
      text.append(decimal: UInt64(number))
      if record > 0 {
        text.append(UInt8(ascii: "-"))
        text.append(decimal: UInt64(record + 1))
      }
      return text
    }
    var rest = seed.value
    return (0..<10).map { _ in
      defer { rest /= 26 }
      return UInt8(ascii: "a") + UInt8(rest % 26)
    }
  }
}
