internal import Postgres

/// In what a copy of a template is not as its template any more.
struct Deviation {
  struct Table {
    var relation: BaselineRelation
    /// Row versions that came later.
    var added: Int
    /// Row versions that are gone.
    var missing: Int
    /// Row versions that were written to stand for missing ones.
    var repaired: Int
    /// All its row versions, and those that it had.
    var rows: Int
    var original: Int
    /// Its files are others: nothing is known of single rows.
    var isRewritten: Bool
  }

  struct Sequence {
    var relation: BaselineRelation
    var lastValue: Int
    var isCalled: Bool
  }

  /// What cannot be put right row by row, in words; nil where all can.
  var obstacle: String?
  var tables: [Table] = []
  var sequences: [Sequence] = []
  let count: BaselineCount

  var isEmpty: Bool { obstacle == nil && tables.isEmpty && sequences.isEmpty }
  /// How many rows have to be removed or written.
  var rows: Int { tables.reduce(0) { $0 + $1.added + $1.missing } }
  /// How many rows have to be looked at for that.
  var scanned: Int { tables.reduce(0) { $0 + $1.rows + $1.original } }
}

extension Deviation {
  /// Looks at a database that should be a copy of the template.
  ///
  /// The session should be in a transaction, so that all of it is seen as of one moment, or nobody
  /// else writes.
  ///
  /// - Returns: nil where it is no copy of this template.
  static func read(
    from key: TemplateKey, on connection: Connection
  ) throws(PostgresError) -> Deviation? {
    guard let state = try BaselineState.read(on: connection), state.key == key.sum else {
      return nil
    }
    let count = BaselineCount(horizon: state.horizon, repairs: state.repairs)
    var deviation = Deviation(count: count)
    guard state.classIsSame else {
      deviation.obstacle = "the schema was changed"
      return deviation
    }
    let rows = try connection.run(
      simple: """
        SELECT b.relation, n.nspname, c.relname, b.kind, c.relfilenode, true,
          b.filenode, b.row_count, b.last_value, b.is_called
        FROM \(connection.own.baseline) b
        LEFT JOIN pg_catalog.pg_class c ON c.oid = b.relation
        LEFT JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace ORDER BY b.relation
        """)
    guard rows.allSatisfy({ $0[1] != nil }) else {
      deviation.obstacle = "the schema was changed"
      return deviation
    }
    let relations = rows.map(BaselineRelation.init)
    let found = try count.read(relations, on: connection)
    for (index, relation) in relations.enumerated() {
      deviation.add(relation, found[index], expected: rows[index])
    }
    return deviation
  }

  private mutating func add(
    _ relation: BaselineRelation, _ found: BaselineCount.Found, expected: Rows.Row
  ) {
    if relation.isSequence {
      let value = expected.int(8)
      let isCalled = expected.bool(9)
      if found.lastValue != value || found.isCalled != isCalled {
        sequences.append(Sequence(relation: relation, lastValue: value, isCalled: isCalled))
      }
      return
    }
    let original = expected.int(7)
    let clean = found.rows ?? 0
    let all = found.all ?? 0
    if clean == original, all == original { return }
    if relation.isCatalog {
      obstacle =
        relation.name.hasPrefix("pg_largeobject")
        ? "large objects were changed" : "the schema was changed"
    } else if relation.kind == "m" {
      obstacle = obstacle ?? "the materialized view \(relation.qualified) was refreshed"
    } else {
      let isRewritten = relation.filenode != expected.int(6)
      tables.append(
        Table(
          relation: relation, added: isRewritten ? all : all - clean,
          missing: isRewritten ? original : original - clean,
          repaired: isRewritten ? 0 : found.repaired ?? 0, rows: all, original: original,
          isRewritten: isRewritten))
    }
  }
}

/// The one row of the table `baseline_state` of `OwnSchema`.
struct BaselineState {
  var key: String
  var horizon: String
  var repairs: [String]
  /// `pg_class` says what it said then.
  var classIsSame: Bool

  /// Nil where the database is no copy of any template.
  static func read(on connection: Connection) throws(PostgresError) -> BaselineState? {
    let own = connection.own
    let isThere = try connection.run(
      simple: "SELECT \(own.baselineState.exists) AND \(own.baseline.exists)")
    guard isThere.first?.bool(0) == true else { return nil }
    let rows = try connection.run(
      simple: """
        SELECT key, horizon, repairs, class_sum = (\(Baseline.classSum)) FROM \(own.baselineState)
        """)
    return rows.first.map {
      BaselineState(
        key: $0.string(0), horizon: $0.string(1), repairs: $0.array(2), classIsSame: $0.bool(3))
    }
  }
}
