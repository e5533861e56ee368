internal import Postgres

/// How a table's records stand in its stage: its columns, the sets of fields that records give, and
/// the references to be looked up. It grows as records ask for more.
///
/// Columns of the stage have short names of their own, so that no path of fields can be too long
/// for a name or meet another: `_n` is the record's number, `_g` its field set, `c0`, `c1`, … are
/// values, `l0`, … what lookups found, `p0`, … the number of the record that they found instead.
struct StageLayout {
  let table: Table
  private(set) var columns: [StageColumn] = []
  private(set) var fieldSets: [FieldSet] = []
  private(set) var lookups: [Lookup] = []
  private(set) var randomReferences: [RandomReference] = []
  private var slots: [SlotKey: Int] = [:]
  private var fieldSetNumbers: [FieldSet: Int] = [:]
  private var lookupNumbers: [Lookup.Identity: Int] = [:]

  init(table: Table) { self.table = table }

  private struct SlotKey: Hashable {
    /// Empty for the table's own columns.
    let path: String
    let column: Int
  }

  /// The stage's column for a column of the table, or for one that identifies a referenced row.
  mutating func slot(for column: Column, path: String = "") -> Int {
    let key = SlotKey(path: path, column: column.number)
    if let slot = slots[key] { return slot }
    columns.append(StageColumn(for: column))
    slots[key] = columns.count - 1
    return columns.count - 1
  }

  /// The stage's column for something else than a column of a table.
  mutating func slot(ofType type: String, path: String) -> Int {
    let key = SlotKey(path: path, column: 0)
    if let slot = slots[key] { return slot }
    columns.append(StageColumn(type: type))
    slots[key] = columns.count - 1
    return columns.count - 1
  }

  /// The option with a record's label.
  static let label = "$label"

  /// The stage's column for the records' labels.
  mutating func labelSlot() -> Int { slot(ofType: "text", path: Self.label) }

  /// The same, where some record has a label.
  var labels: Int? { slots[SlotKey(path: Self.label, column: 0)] }

  /// The stage's column for the number of the record around one.
  mutating func parentSlot(through foreignKey: ForeignKey) -> Int {
    slot(ofType: "integer", path: "$parent.\(foreignKey.name)")
  }

  /// Lets the server give records that do not say them the values of some columns, by which their
  /// rows are told apart.
  ///
  /// - Returns: the stage's columns for them.
  mutating func give(_ given: [Int]) -> [(column: Int, slot: Int)] {
    let added = given.map { ($0, slot(for: table.columns[$0], path: Self.label)) }
    fieldSets = fieldSets.map { set in
      var sources = set.sources
      for (column, slot) in added where sources[column] == nil { sources[column] = .staged(slot) }
      return FieldSet(sources: sources, isLabelled: set.isLabelled)
    }
    return added
  }

  mutating func fieldSet(_ sources: [Int: FieldSource], isLabelled: Bool = false) -> Int {
    let set = FieldSet(sources: sources, isLabelled: isLabelled)
    if let number = fieldSetNumbers[set] { return number }
    fieldSets.append(set)
    fieldSetNumbers[set] = fieldSets.count - 1
    return fieldSets.count - 1
  }

  mutating func lookup(_ lookup: Lookup) -> Int {
    if let number = lookupNumbers[lookup.identity] { return number }
    lookups.append(lookup)
    lookupNumbers[lookup.identity] = lookups.count - 1
    return lookups.count - 1
  }

  /// - Parameter foreignKey: one number is drawn for all of its columns.
  mutating func randomReference(
    from column: Column, through foreignKey: ForeignKey, to table: Table, wanted: Column,
    order: [Column]
  ) -> Int {
    let key = SlotKey(path: "$fake.\(foreignKey.name)", column: 0)
    let slot = slots[key] ?? columns.count
    if slots[key] == nil {
      columns.append(StageColumn(type: "bigint"))
      slots[key] = slot
    }
    if let number = randomReferences.firstIndex(where: {
      $0.slot == slot && $0.column.number == column.number
    }) {
      return number
    }
    randomReferences.append(
      RandomReference(table: table, wanted: wanted, order: order, column: column, slot: slot))
    return randomReferences.count - 1
  }

  mutating func noteNull(in slot: Int) { columns[slot].holdsNull = true }

  /// Some record names the row by a NULL there.
  func mayBeNull(_ part: Lookup.Part) -> Bool {
    if case .staged(let slot) = part.source { columns[slot].holdsNull } else { false }
  }

  /// The field sets whose records go through a lookup, also as a part of another.
  func fieldSets(using lookup: Int) -> [Int] {
    func reaches(_ other: Int) -> Bool {
      other == lookup
        || lookups[other].parts.contains { part in
          if case .lookup(let inner) = part.source { reaches(inner) } else { false }
        }
    }
    return fieldSets.indices.filter { set in
      fieldSets[set].sources.values.contains { source in
        if case .lookup(let used) = source { reaches(used) } else { false }
      }
    }
  }
}

/// A column of a stage.
struct StageColumn {
  /// The type of the column that it stands for; a domain's base, so that rows that do not give it
  /// need not satisfy the domain.
  let type: String
  let collation: String?
  let isJSON: Bool
  /// Some record gives NULL here.
  var holdsNull = false

  init(type: String) {
    self.type = type
    collation = nil
    isJSON = false
  }

  init(for column: Column) {
    if case .domain(let domain) = column.type {
      type = Self.baseText(of: domain)
    } else {
      type = column.typeText
    }
    collation = column.collation
    isJSON = column.type.resolved(modifier: -1).type.isJSON
  }

  private static func baseText(of domain: PostgresType.Domain) -> String {
    if case .domain(let inner) = domain.base { return baseText(of: inner) }
    return domain.baseText
  }

  var declaration: String { type + (collation.map { " COLLATE \($0)" } ?? "") }
}

/// The fields that a record gives, and where the value of each comes from.
struct FieldSet: Hashable {
  /// By position in the table's columns.
  let sources: [Int: FieldSource]
  let isLabelled: Bool

  func gives(_ column: Int) -> Bool { sources[column] != nil }

  /// This set's fields laid over another's.
  func laid(over base: FieldSet) -> [Int: FieldSource] {
    base.sources.merging(sources) { _, over in over }
  }
}

/// Where a field's value comes from.
enum FieldSource: Hashable {
  /// A column of the stage.
  case staged(Int)
  /// What a lookup finds.
  case lookup(Int)
  /// The server evaluates it when the row is made; `always`: on every run.
  case expression(String, always: Bool)
  /// Any row of another table, drawn when the row is made.
  case random(Int)
}

/// A reference by natural key: the row of another table, or of the same one, that some of its
/// columns identify.
struct Lookup {
  let table: Table
  /// The column of that table whose value is wanted.
  let wanted: Column
  let parts: [Part]
  /// The field and the names inside, as `project_id.organisation_id`, for messages.
  let path: String
  /// Where it means a record of the same run; it has no parts then.
  var record: Record?
  /// The condition of the partial index that tells the rows apart.
  var predicate: String?

  enum Record: Hashable {
    /// By its number, in this column of the stage.
    case number(Int)
    /// By its label, in this column of the stage.
    case label(Int)

    var slot: Int {
      switch self {
      case .number(let slot), .label(let slot): slot
      }
    }
  }

  /// The stage's columns with what it goes by.
  var slots: [Int] {
    (record.map { [$0.slot] } ?? []) + parts.compactMap(\.slot)
  }

  struct Part {
    let column: Column
    /// The equality of the key's index.
    let equality: String
    let source: Source
    /// What the index holds in place of the column, as `lower(email)`.
    var expression: String?
  }

  /// The same row's value of another column.
  func with(wanted: Column) -> Lookup {
    Lookup(
      table: table, wanted: wanted, parts: parts, path: path, record: record, predicate: predicate)
  }

  enum Source: Hashable {
    case staged(Int)
    case lookup(Int)
  }

  struct Identity: Hashable {
    let path: String
    let sources: [Int: Source]
    let record: Record?
    let table: Int
    let wanted: Int
  }

  var identity: Identity {
    Identity(
      path: path,
      sources: Dictionary(
        parts.map { ($0.column.number, $0.source) }, uniquingKeysWith: { one, _ in one }),
      record: record, table: table.oid, wanted: wanted.number)
  }
}
