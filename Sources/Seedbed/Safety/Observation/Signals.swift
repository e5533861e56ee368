internal import Postgres

/// What the server tells of a session's open transaction: the locks on relations that it holds, and
/// what has become of those relations.
///
/// A relation whose rows were written anew or read through is locked to the transaction's end, so
/// what is locked is all there is to look at.
struct Signals {
  struct Relation: Equatable {
    /// The modes that are held, and those that are waited for.
    var modes: Set<LockMode> = []
    /// Nil where it is dropped.
    var name: QualifiedName?
    var kind: RelationKind?
    var file = 0
    var tablespace = 0
    /// How often it was read from beginning to end, or searched where it is an index, by this
    /// session since it last told the server's statistics.
    var scans = 0
    /// The table of an index.
    var owner: Int?
  }

  private(set) var relations: [Int: Relation] = [:]

  init() {}

  /// - Parameters:
  ///   - process: another session's server process, instead of this one's own.
  ///   - statement: sent before, in the same breath.
  init(
    from connection: Connection, of process: Int? = nil, after statement: String? = nil
  ) throws(PostgresError) {
    let pid = process.map(String.init) ?? "pg_catalog.pg_backend_pid()"
    let query = (statement.map { $0 + "; " } ?? "") + Self.query(of: pid)
    for row in try connection.run(simple: query) {
      let oid = row.int(0)
      guard let mode = LockMode(catalogName: row.string(1)) else { continue }
      var relation = relations[oid] ?? Relation()
      relation.modes.insert(mode)
      if let name = row[3] { relation.name = QualifiedName(schema: row.string(2), name: name) }
      relation.kind = RelationKind(catalogLetter: row.string(4))
      relation.file = row.int(5)
      relation.tablespace = row.int(6)
      relation.scans = row.int(7)
      relation.owner = row[8].flatMap { Int($0) }
      relations[oid] = relation
    }
  }

  subscript(oid: Int) -> Relation? { relations[oid] }

  /// Takes over what was told later: all modes, and what has become of the relations since.
  mutating func add(_ later: Signals) {
    for (oid, relation) in later.relations {
      let modes = relations[oid]?.modes ?? []
      relations[oid] = relation
      relations[oid]?.modes.formUnion(modes)
    }
  }

  private static func query(of process: String) -> String {
    """
    SELECT l.relation, l.mode, n.nspname, c.relname, c.relkind, c.relfilenode, c.reltablespace,
      pg_catalog.pg_stat_get_xact_numscans(l.relation), i.indrelid
    FROM pg_catalog.pg_locks l
    LEFT JOIN pg_catalog.pg_class c ON c.oid = l.relation
    LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_catalog.pg_index i ON i.indexrelid = l.relation
    WHERE l.locktype = 'relation' AND l.pid = \(process)
      AND l.relation >= \(RelationMap.firstOrdinaryOid)
      AND l.database = (SELECT oid FROM pg_catalog.pg_database
        WHERE datname = pg_catalog.current_database())
    """
  }
}
