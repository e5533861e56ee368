internal import Postgres

/// What the catalog's tables say of some relations, in the rows of `CatalogQueries`.
struct CatalogRelations {
  /// Those that hold rows and are not PostgreSQL's own.
  private(set) var tables: [Rows.Row]
  private(set) var columns: [Rows.Row] = []
  private(set) var keys: [Rows.Row] = []
  private(set) var foreignKeys: [Rows.Row] = []
  private(set) var triggers: [Rows.Row] = []

  /// - Parameter answer: to `tables`; the others are asked for by `oids`.
  init(_ answer: Rows) {
    tables = answer.filter { row in
      // Quoted wherever the server is set to quote all names.
      let schema = unquoted(identifier: row.string(1))
      return Table.Kind(rawValue: row.string(3)) != nil && schema != "information_schema"
        && !schema.hasPrefix("pg_")
    }
  }

  var oids: [String] { tables.map { $0.string(0) } }

  /// Whether all columns of all of them may be written.
  var areWritable: Bool { tables.allSatisfy { $0.bool(5) && $0.bool(6) } }

  mutating func take(columns: Rows, keys: Rows, foreignKeys: Rows, triggers: Rows) {
    self.columns = columns.sorted { $0.int(1) < $1.int(1) }
    self.keys = keys.sorted(by: Self.keyPrecedes)
    self.foreignKeys = Self.distinct(foreignKeys).sorted { Self.precedes($0, $1) }
    self.triggers = Array(triggers)
  }

  private static func keyPrecedes(_ one: Rows.Row, _ other: Rows.Row) -> Bool {
    one.bool(2) == other.bool(2)
      ? one.relation(1).precedesByBytes(other.relation(1)) : one.bool(2)
  }

  private static func precedes(_ one: Rows.Row, _ other: Rows.Row) -> Bool {
    one.string(1).precedesByBytes(other.string(1))
  }

  /// A key that leads to a partitioned table is there once for each partition as well; only the one
  /// to the table itself counts.
  private static func distinct(_ keys: Rows) -> [Rows.Row] {
    let tables = Dictionary(
      keys.map { ($0.int(6), $0.int(0)) }, uniquingKeysWith: { one, _ in one })
    return keys.filter { tables[$0.int(7)] != $0.int(0) }
  }

  var views: [String] {
    tables.filter { $0.string(3) == Table.Kind.view.rawValue }.map { $0.string(0) }
  }

  /// The tables that foreign keys lead to and that are not among these.
  var referencedBeyond: [String] {
    Set(foreignKeys.map { $0.string(2) }).subtracting(oids).sorted()
  }

  /// Takes in what another one has of tables that are not among these yet.
  mutating func add(_ other: CatalogRelations) {
    let known = Set(tables.map { $0.int(0) })
    func isNew(_ row: Rows.Row) -> Bool { !known.contains(row.int(0)) }
    tables += other.tables.filter(isNew)
    columns += other.columns.filter(isNew)
    keys += other.keys.filter(isNew)
    foreignKeys += other.foreignKeys.filter(isNew)
    triggers += other.triggers.filter(isNew)
  }
}

/// What is asked for only where a table has it, by oid.
struct CatalogDetails {
  var types: [Int: CatalogType] = [:]
  /// Qualified and quoted.
  var collations: [Int: String] = [:]
  /// Where operator classes that are not PostgreSQL's own lie.
  var operatorSchemas: [Int: String] = [:]
  /// What indexes hold, column by column.
  var expressions: [Int: [String]] = [:]
  var views: [Int: ViewAccess] = [:]

  /// The collations of these columns that have to be named.
  func unknownCollations(of columns: [Rows.Row]) -> Set<Int> {
    Set(
      columns.filter { types[$0.int(3)]?.needsName(of: $0.int(10)) == true }.map { $0.int(10) })
  }

  /// Puts the tables together.
  func tables(_ relations: CatalogRelations) -> [Table] {
    let columns = Dictionary(grouping: relations.columns) { $0.int(0) }
    let keys = Dictionary(grouping: relations.keys) { $0.int(0) }
    let foreignKeys = Dictionary(grouping: relations.foreignKeys) { $0.int(0) }
    let triggers = Dictionary(grouping: relations.triggers) { $0.int(0) }
    return relations.tables.compactMap { row in
      guard let kind = Table.Kind(rawValue: row.string(3)) else { return nil }
      let oid = row.int(0)
      let own = columns[oid, default: []].compactMap { Column(reading: $0, self) }
      let names = Dictionary(own.map { ($0.number, $0.name) }, uniquingKeysWith: { one, _ in one })
      // 1 and 2 of `tgtype`: for each row, and before it is written.
      let types = triggers[oid, default: []].map { $0.int(1) & 3 }
      return Table(
        oid: oid,
        name: QualifiedName(schema: unquoted(identifier: row.string(1)), name: row.string(2)),
        kind: kind, columns: own,
        keys: keys[oid, default: []].compactMap { UniqueKey(reading: $0, columns: names, self) },
        foreignKeys: foreignKeys[oid, default: []].map(ForeignKey.init(reading:)),
        privileges: .init(
          select: row.bool(4),
          insert: row.bool(5) || own.contains { $0.privileges.insert },
          update: row.bool(6) || own.contains { $0.privileges.update }),
        hasRowSecurity: row.bool(7), hasRowTriggers: types.contains(3),
        hasOtherTriggers: types.contains { $0 != 3 } || (row.bool(8) && kind != .view),
        view: views[oid])
    }
  }
}

extension Column {
  fileprivate init?(reading row: Rows.Row, _ details: CatalogDetails) {
    guard let type = details.types[row.int(3)] else { return nil }
    let isGenerated = !row.string(8).isEmpty
    self.init(
      number: row.int(1), name: row.string(2), type: type.type, typeText: row.string(5),
      typeModifier: row.int(4),
      collation: type.needsName(of: row.int(10)) ? details.collations[row.int(10)] : nil,
      isNotNull: row.bool(6),
      defaultExpression: isGenerated ? nil : row[9] ?? type.defaultExpression,
      identity: Identity(rawValue: row.string(7)), isGenerated: isGenerated,
      privileges: .init(insert: row.bool(11), update: row.bool(12)))
  }
}

extension UniqueKey {
  /// Nil where the index is no B-tree, whose equality is its operator class's. Of PostgreSQL's own
  /// kinds no other can be unique.
  ///
  /// - Parameter columns: the table's column names by number.
  fileprivate init?(reading row: Rows.Row, columns: [Int: String], _ details: CatalogDetails) {
    let numbers = row.vector(8).prefix(row.int(7))
    let classes = row.vector(9)
    guard row.foreignClasses.allSatisfy({ details.operatorSchemas[$0] != nil }) else { return nil }
    let expressions = details.expressions[row.int(10)] ?? []
    self.init(
      name: row.relation(1), isPrimary: row.bool(2), isValid: row.bool(3),
      isDeferrable: !row.bool(4), nullsNotDistinct: row.bool(5), predicate: row[6],
      parts: numbers.enumerated().map { index, number in
        let schema = index < classes.count ? details.operatorSchemas[classes[index]] : nil
        return Part(
          column: number == 0 ? nil : number,
          text: columns[number] ?? (index < expressions.count ? expressions[index] : ""),
          equality: "OPERATOR(\(schema ?? "pg_catalog").=)")
      })
  }
}

extension ForeignKey {
  fileprivate init(reading row: Rows.Row) {
    self.init(
      name: row.string(1), columns: row.array(3).compactMap { Int($0) }, table: row.int(2),
      referenced: row.array(4).compactMap { Int($0) }, isDeferrable: row.bool(5))
  }
}

extension Rows.Row {
  /// Of an index, the operator classes that are not PostgreSQL's own.
  var foreignClasses: [Int] { vector(9).filter { $0 >= Self.firstForeignOid } }

  /// Objects below it came with initdb (`FirstNormalObjectId`, manual 53.1).
  private static let firstForeignOid = 16_384

  /// The name in the text of a `regclass`, qualified or not.
  fileprivate func relation(_ column: Int) -> String {
    let text = string(column)
    guard text.hasSuffix("\"") else {
      return text.lastIndex(of: ".").map { String(text[text.index(after: $0)...]) } ?? text
    }
    // A quote inside of a name is doubled, so only a single one can be where it begins.
    var start = text.dropLast()
    while let last = start.last, last != "\"" || start.dropLast().last == "\"" {
      start = start.dropLast(last == "\"" ? 2 : 1)
    }
    return unquoted(identifier: String(text[start.index(before: start.endIndex)...]))
  }

  /// The numbers of an `int2vector` or `oidvector`.
  func vector(_ column: Int) -> [Int] {
    string(column).split(separator: " ").compactMap { Int($0) }
  }
}
