internal import Postgres

/// A foreign key seen from the table that it refers to, with what it does when a row there goes.
struct IncomingKey {
  let name: String
  /// The table that refers, by oid.
  let table: Int
  let tableName: QualifiedName
  /// The rows that refer, as a statement names them.
  let rows: String
  /// The referring columns, as they are called and by `attnum`.
  let columns: [String]
  let numbers: [Int]
  /// The table that is referred to, by oid.
  let referenced: Int
  let referencedName: QualifiedName
  let referencedRows: String
  let referencedColumns: [String]
  /// For each pair of columns, referenced first.
  let equalities: [String]
  let action: Action
  let isReadable: Bool
  let hasRowSecurity: Bool

  /// `pg_constraint.confdeltype`, as far as it makes a difference here.
  enum Action {
    /// The referring rows go as well.
    case cascade
    /// Their columns are emptied, or get their defaults.
    case clear
    /// The server refuses.
    case restrict

    init(_ code: String) {
      switch code {
      case "c": self = .cascade
      case "n", "d": self = .clear
      default: self = .restrict
      }
    }
  }

  /// - Parameters:
  ///   - row: the alias of the referenced row.
  ///   - values: the referring columns' values, in their order.
  func joins(_ row: String, _ values: [String]) -> String {
    zip(zip(referencedColumns, values), equalities).map { pair, equality in
      "\(row).\(quoted(identifier: pair.0)) \(equality) \(pair.1)"
    }.joined(separator: " AND ")
  }

  /// The referring columns of a row.
  func values(of row: String) -> [String] {
    columns.map { "\(row).\(quoted(identifier: $0))" }
  }
}

extension IncomingKey {
  /// The foreign keys through which deletions in some tables are felt, over any number of cascades.
  ///
  /// Those of a partitioned table stand for its partitions' copies of them.
  static func read(
    from tables: [Int], on connection: Connection
  ) throws(PostgresError) -> [IncomingKey] {
    // From PostgreSQL 18 on, a foreign key may be there without being looked at.
    let isEnforced = connection.serverVersion >= 180_000 ? "conenforced" : "true"
    let rows = try connection.execute(
      """
      WITH RECURSIVE reached (oid) AS (
        SELECT * FROM pg_catalog.unnest(\(tables.map(String.init))::oid[])
        UNION
        SELECT n.oid FROM reached r CROSS JOIN LATERAL (
          SELECT conrelid FROM pg_catalog.pg_constraint
            WHERE confrelid = r.oid AND contype = 'f' AND confdeltype = 'c'
              AND \(unsafe: isEnforced)
          UNION ALL
          SELECT CASE r.oid WHEN i.inhrelid THEN i.inhparent ELSE i.inhrelid END
            FROM pg_catalog.pg_inherits i JOIN pg_catalog.pg_class c ON c.oid = i.inhrelid
            WHERE r.oid IN (i.inhrelid, i.inhparent) AND c.relispartition) AS n (oid))
      SELECT f.conname, f.conrelid, cn.nspname, c.relname, c.relkind,
        f.confrelid, xn.nspname, x.relname, x.relkind, f.confdeltype, f.conkey,
        ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(f.conkey) WITH ORDINALITY k (n, i)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = f.conrelid AND a.attnum = k.n ORDER BY k.i),
        ARRAY(SELECT a.attname::text FROM pg_catalog.unnest(f.confkey) WITH ORDINALITY k (n, i)
          JOIN pg_catalog.pg_attribute a ON a.attrelid = f.confrelid AND a.attnum = k.n
          ORDER BY k.i),
        ARRAY(SELECT pg_catalog.format('OPERATOR(%I.%s)', n.nspname, o.oprname)
          FROM pg_catalog.unnest(f.conpfeqop) WITH ORDINALITY k (n, i)
          JOIN pg_catalog.pg_operator o ON o.oid = k.n
          JOIN pg_catalog.pg_namespace n ON n.oid = o.oprnamespace ORDER BY k.i),
        pg_catalog.has_table_privilege(f.conrelid, 'SELECT'),
        pg_catalog.row_security_active(f.conrelid)
      FROM pg_catalog.pg_constraint f
      JOIN pg_catalog.pg_class c ON c.oid = f.conrelid
      JOIN pg_catalog.pg_namespace cn ON cn.oid = c.relnamespace
      JOIN pg_catalog.pg_class x ON x.oid = f.confrelid
      JOIN pg_catalog.pg_namespace xn ON xn.oid = x.relnamespace
      WHERE f.contype = 'f' AND f.conparentid = 0 AND f.confrelid IN (SELECT oid FROM reached)
        AND \(unsafe: isEnforced)
      ORDER BY cn.nspname, c.relname, f.conname
      """)
    return rows.map { row in
      let own = QualifiedName(schema: row.string(2), name: row.string(3))
      let other = QualifiedName(schema: row.string(6), name: row.string(7))
      return IncomingKey(
        name: row.string(0), table: row.int(1), tableName: own,
        rows: row[4] == "r" ? "ONLY \(own.sql)" : own.sql, columns: row.array(11),
        numbers: row.array(10).compactMap { Int($0) }, referenced: row.int(5),
        referencedName: other, referencedRows: row[8] == "r" ? "ONLY \(other.sql)" : other.sql,
        referencedColumns: row.array(12), equalities: row.array(13),
        action: Action(row.string(9)), isReadable: row.bool(14), hasRowSecurity: row.bool(15))
    }
  }
}
