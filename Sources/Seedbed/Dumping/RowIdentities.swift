internal import Postgres

/// The identities of all tables of a dump, chosen so that no reference leads in a circle.
struct RowIdentities {
  private let catalog: Catalog
  /// Surrogate keys are written, and references by them are plain values.
  private let keepsIDs: Bool
  private var known: [Int: RowIdentity] = [:]
  private var open: Set<Int> = []

  init(_ tables: [Table], catalog: Catalog, keepsIDs: Bool) {
    self.catalog = catalog
    self.keepsIDs = keepsIDs
    // By name, so that the same schema gives the same choice.
    for table in tables.sorted(by: { $0.name < $1.name }) { _ = choose(table) }
  }

  subscript(table: Table) -> RowIdentity {
    known[table.oid] ?? RowIdentity(kind: .wholeRow, columns: [], surrogate: nil)
  }

  /// The row that a foreign-key column's value has to be written as; nil where the value itself is
  /// the same in every copy of the rows.
  func reference(of column: Column, in table: Table) -> (key: ForeignKey, table: Table)? {
    var identities = self
    if case .reference(let key, let table) = identities.form(of: column, in: table) {
      return (key, table)
    }
    return nil
  }

  // MARK: Choosing

  private enum Form {
    case value
    case reference(ForeignKey, Table)
    /// The referenced table's identity is being chosen right now.
    case circular
  }

  private mutating func choose(_ table: Table) -> RowIdentity? {
    if let identity = known[table.oid] { return identity }
    guard open.insert(table.oid).inserted else { return nil }
    defer { open.remove(table.oid) }
    let identity = candidates(of: table).first { candidate in
      candidate.columns.allSatisfy { number in
        guard let column = table.column(number: number) else { return false }
        if case .circular = form(of: column, in: table) { return false }
        return true
      }
    }
    known[table.oid] = identity ?? lastResort(of: table)
    return known[table.oid]
  }

  private func candidates(of table: Table) -> [RowIdentity] {
    let primary = table.primaryKey.flatMap { key -> RowIdentity? in
      guard key.identifiesRows, let columns = table.columns(of: key),
        !columns.contains(where: \.isGenerated)
      else { return nil }
      return RowIdentity(kind: .primary, columns: columns.map(\.number), surrogate: nil)
    }
    if keepsIDs, let primary { return [primary] }
    let surrogate = table.surrogate
    let natural = table.naturalKeys(excluding: surrogate).map {
      RowIdentity(kind: .natural, columns: $0.columns ?? [], surrogate: surrogate?.number)
    }
    let nullable =
      table.primaryKey != nil
      ? []
      : table.keys.filter(\.nullsNotDistinct)
        .filter(\.identifiesRows).map {
          RowIdentity(kind: .natural, columns: $0.columns ?? [], surrogate: nil)
        }
    let primaries = [primary].compactMap { $0 }
    return (surrogate == nil ? primaries + natural : natural + primaries) + nullable
  }

  private func lastResort(of table: Table) -> RowIdentity {
    if let key = table.primaryKey, let columns = key.columns {
      return RowIdentity(kind: .primary, columns: columns, surrogate: nil, standsAsItIs: true)
    }
    let columns = table.columns.filter { !$0.isGenerated && $0.type.isComparable }
    return RowIdentity(kind: .wholeRow, columns: columns.map(\.number), surrogate: nil)
  }

  private mutating func form(
    of column: Column, in table: Table, seen: Set<[Int]> = []
  ) -> Form {
    // The same choice as where fixtures are read: an object goes through this key and no other.
    guard let key = table.foreignKey(of: column), let target = catalog[key.table],
      let number = key.referencedColumn(for: column.number),
      let referenced = target.column(number: number), !seen.contains([table.oid, column.number])
    else { return .value }
    if let own = known[table.oid], own.standsAsItIs, own.columns.contains(column.number) {
      return .value
    }
    guard let identity = choose(target) else { return .circular }
    if identity.surrogate == number { return .reference(key, target) }
    switch form(of: referenced, in: target, seen: seen.union([[table.oid, column.number]])) {
    case .value: return .value
    case .reference: return .reference(key, target)
    case .circular: return .circular
    }
  }
}

extension PostgresType {
  /// Its equality is part of PostgreSQL; json, xml and the geometric types have none that tells
  /// values apart.
  var isComparable: Bool {
    switch resolved(modifier: -1).type {
    case .base(let name, let category):
      category == "S"
        || name.schema == "pg_catalog" && category != "G" && !Self.incomparable.contains(name.name)
    case .enum, .range: true
    case .array(let element, _): element.isComparable
    case .composite(_, let fields): fields.allSatisfy { $0.type.isComparable }
    case .domain: false  // resolved(modifier:) leaves none
    }
  }

  private static let incomparable: Set<String> = [
    "json", "jsonpath", "xml", "aclitem", "refcursor", "pg_snapshot", "txid_snapshot",
  ]
}
