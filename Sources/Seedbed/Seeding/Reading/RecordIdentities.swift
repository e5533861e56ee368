internal import Fakes
internal import JSON
internal import Postgres

/// Goes through a table's records with their fakes and tells for each what these depend on.
struct RecordIdentities {
  /// The columns of `$key`.
  let key: [Int]?
  private let table: Seed
  /// The identity of the record that was read last; nil where it has no fakes.
  private(set) var current: RecordIdentity?
  /// How many records in the fixtures go by their place, so far.
  private var placed = 0
  /// How many of them say `$repeat`.
  private var repeated = 0
  private var text: [UInt8] = []

  init(table: Table, key: [Int]?) {
    self.key = key
    self.table = Seed(table.name.description)
  }

  mutating func next(
    _ identity: FakeIdentity?, _ tape: borrowing Tape, defaults: Tape?, place: Int,
    repetition: RecordExpansion.Repetition?
  ) {
    if repetition?.isFirst == true { repeated += 1 }
    guard let identity else {
      current = nil
      return
    }
    var seed = table
    if identity.isPlace {
      if repetition?.isFirst != false { placed += 1 }
      seed.add(UInt64(placed))
      if let repetition { seed.add(UInt64(repetition.number)) }
    } else {
      identity.add(to: &seed, tape, defaults: defaults, &text)
    }
    current = RecordIdentity(
      seed: seed, place: UInt64(place),
      repetition: repetition.map { (repeated - 1, $0.number) })
  }
}
