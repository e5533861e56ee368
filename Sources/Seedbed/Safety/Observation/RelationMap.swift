internal import Postgres

/// The relations that a database had before the first statement, under the names that they have by
/// now.
///
/// What is made later is not in it: no application can use it yet.
struct RelationMap {
  struct Relation: Equatable {
    let kind: RelationKind
    /// As the application's database calls it, however often it has been renamed since.
    let origin: QualifiedName
    /// The table of an index, or of a sequence that belongs to one.
    let owner: Int?
    /// The partitioned table that it is a part of.
    let parent: Int?
    /// Whether it holds no rows itself.
    let isPartitioned: Bool
    /// Whether it takes the rows that no other partition takes.
    let isDefault: Bool
    var name: QualifiedName
    /// The file with its rows; another one after they were written anew.
    var file: Int
    var tablespace: Int
    /// Whether it has been dropped since.
    var isGone = false

    /// As a report shows it.
    var shown: String { name.schema == "public" ? name.name : name.description }
  }

  private(set) var relations: [Int: Relation] = [:]
  /// The files of indexes that were made later, on tables that were there before.
  private var laterIndexes: [Int: Int] = [:]

  subscript(oid: Int) -> Relation? { relations[oid] }

  /// Reads all that is not PostgreSQL's own.
  init(from connection: Connection) throws(PostgresError) {
    for row in try connection.run(simple: Self.query(connection.own)) {
      guard let kind = RelationKind(catalogLetter: row.string(3)) else { continue }
      let name = QualifiedName(schema: row.string(1), name: row.string(2))
      relations[row.int(0)] = Relation(
        kind: kind, origin: name, owner: row[6].flatMap { Int($0) },
        parent: row[7].flatMap { Int($0) }, isPartitioned: ["p", "I"].contains(row.string(3)),
        isDefault: row.bool(8),
        name: name, file: row.int(4), tablespace: row.int(5))
    }
  }

  /// Takes over what a relation is called now, and where its rows are.
  mutating func update(_ oid: Int, _ name: QualifiedName?, file: Int, tablespace: Int) {
    guard let name else {
      relations[oid]?.isGone = true
      return
    }
    relations[oid]?.name = name
    relations[oid]?.file = file
    relations[oid]?.tablespace = tablespace
  }

  /// Takes over an index that a statement has made, or made anew.
  mutating func add(index oid: Int, file: Int) { laterIndexes[oid] = file }

  /// Whether an index of a table was not there, or has another file now. One beneath which only
  /// its column's type has changed gets a new number and keeps its file.
  func isBuilt(index oid: Int, of table: Int, file: Int) -> Bool {
    if let known = relations[oid]?.file ?? laterIndexes[oid] { return known != file }
    return !laterIndexes.values.contains(file)
      && !relations.values.contains { $0.owner == table && $0.file == file }
  }

  /// The partitioned tables above a partition, the nearest first.
  func ancestors(of oid: Int) -> [Int] {
    var found: [Int] = []
    var next = relations[oid]?.parent
    while let parent = next, relations[parent] != nil, !found.contains(parent) {
      found.append(parent)
      next = relations[parent]?.parent
    }
    return found
  }

  /// The partitions that hold rows, at whatever depth.
  func leaves(of oid: Int) -> Set<Int> {
    Set(
      relations.keys.filter {
        relations[$0]?.isPartitioned == false && ancestors(of: $0).contains(oid)
      })
  }

  func defaultPartition(of oid: Int) -> Int? {
    relations.first { $0.value.parent == oid && $0.value.isDefault }?.key
  }

  /// The oids from here on are not PostgreSQL's own (its source, `access/transam.h`).
  static let firstOrdinaryOid = 16384

  private static func query(_ own: OwnSchema) -> String {
    """
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relfilenode, c.reltablespace,
      coalesce(i.indrelid, (SELECT d.refobjid FROM pg_catalog.pg_depend d
        WHERE c.relkind = 'S' AND d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
          AND d.objid = c.oid AND d.refclassid = d.classid AND d.deptype IN ('a', 'i') LIMIT 1)),
      CASE WHEN c.relispartition AND c.relkind <> 'i' AND c.relkind <> 'I' THEN
        (SELECT h.inhparent FROM pg_catalog.pg_inherits h WHERE h.inhrelid = c.oid) END,
      EXISTS (SELECT FROM pg_catalog.pg_partitioned_table p WHERE p.partdefid = c.oid)
    FROM pg_catalog.pg_class c
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = c.oid
    WHERE c.oid >= \(firstOrdinaryOid) AND c.relkind <> 't'
      AND n.nspname !~ '^pg_' AND n.nspname <> \(own.literal)
    """
  }
}
