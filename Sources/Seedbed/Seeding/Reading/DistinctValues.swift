internal import JSON
internal import Postgres

/// Remembers the values of a column by their hashes, to know that no two records have the same
/// without asking the server.
///
/// Where two hashes are equal, or there are too many values, it knows nothing: it never says that
/// values are distinct that are not. Of values that are made so that they differ it needs no hashes.
struct DistinctValues {
  /// Open addressing; 0 is a free place.
  private var hashes: [Int] = Array(repeating: 0, count: 64)
  private(set) var count = 0
  private var isKnown = true
  /// What has made all values so far.
  private var maker: FakeStep?
  private var made = 0

  /// Memory does not grow with a fixture.
  static let limit = 1 << 18

  /// - Parameter maker: no two records have the same value by it.
  mutating func add(_ text: ArraySlice<UInt8>, madeBy maker: FakeStep) {
    if made == 0 { self.maker = maker }
    if self.maker === maker { made += 1 }
    add(text)
  }

  mutating func add(_ text: ArraySlice<UInt8>) {
    guard isKnown else { return }
    if count * 2 >= hashes.count { grow() }
    var hasher = Hasher()
    text.withUnsafeBytes { hasher.combine(bytes: $0) }
    let hash = hasher.finalize()
    guard count < Self.limit, hash != 0, insert(hash) else { return giveUp() }
    count += 1
  }

  mutating func giveUp() {
    isKnown = false
    hashes = []
  }

  /// Whether so many records gave as many different values.
  func tellApart(records: Int) -> Bool {
    isKnown && count == records || maker != nil && made == records
  }

  /// - Returns: false where it is there already.
  private mutating func insert(_ hash: Int) -> Bool {
    let mask = hashes.count - 1
    var place = hash & mask
    while hashes[place] != 0 {
      if hashes[place] == hash { return false }
      place = (place + 1) & mask
    }
    hashes[place] = hash
    return true
  }

  private mutating func grow() {
    let old = hashes
    hashes = Array(repeating: 0, count: old.count * 4)
    for hash in old where hash != 0 { _ = insert(hash) }
  }
}

/// A column whose equal values have one text, so that different texts are different values.
enum DistinctText: Sendable {
  /// At most so many bytes: the server cuts the spaces off a longer text.
  case text(limit: Int?)
  /// As JSON writes it; as a string, `007` is 7.
  case integer

  init?(_ column: Column) {
    // Another collation than the database's may take different texts for equal.
    switch column.type.resolved(modifier: column.typeModifier).type.builtIn {
    case "text" where column.collation == nil: self = .text(limit: nil)
    case "varchar" where column.collation == nil:
      guard case .text(let limit) = ValueForm(column.type, modifier: column.typeModifier) else {
        return nil
      }
      self = .text(limit: limit)
    case "int2", "int4", "int8": self = .integer
    default: return nil
    }
  }

  func isOneOf(_ tape: borrowing Tape, _ token: Int) -> Bool {
    let text = tape.source(of: token)
    switch self {
    case .text(let limit): return limit.map { text.count <= $0 } ?? true
    case .integer: return tape.tokens[token].kind == .number && text.first != UInt8(ascii: "-")
    }
  }
}

extension Table {
  /// The columns by which alone records may be told apart, by position.
  ///
  /// - Parameter key: the columns of `$key`.
  func identifyingColumns(_ key: [Int]?) -> [Int] {
    let single = keys.filter(\.identifiesRows).compactMap { key -> Int? in
      guard let columns = key.columns, columns.count == 1 else { return nil }
      return columnIndex(number: columns[0])
    }
    return Set(single + (key ?? [])).filter { DistinctText(columns[$0]) != nil }.sorted()
  }
}

extension TableSeed {
  /// No two records give the same values in a key.
  func areDistinct(by key: SeedKey) -> Bool {
    key.parts.contains { part in
      part.expression == nil && distinctColumns.contains(part.column)
        && part.equality == "OPERATOR(pg_catalog.=)"
    }
  }
}
