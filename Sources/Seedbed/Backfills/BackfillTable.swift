internal import Postgres
internal import SQLScript

/// The table whose rows a backfill goes through, as the catalog has it.
struct BackfillTable: Sendable {
  let oid: Int
  /// Quoted, with its schema.
  let sql: String
  /// As a person writes it.
  let name: String
  let key: BackfillKey
  /// How many rows the server thinks it has; nil where nobody has counted.
  let rows: Int?
  /// How many blocks its file has.
  let blocks: Int
  let isAlone: Bool

  /// `FROM` it, by the name `t`.
  var source: String { "\(isAlone ? "ONLY " : "")\(sql) AS t" }

  /// How many rows stand in a block, more or less.
  var rowsPerBlock: Double {
    guard let rows, blocks > 0 else { return 50 }
    return max(1, Double(rows) / Double(blocks))
  }

  /// - Throws: a `Problem` where it is not there, or its rows cannot be gone through.
  init(_ script: BackfillScript, on connection: Connection) throws {
    let written = script.table
    let found = try connection.run(
      simple: """
        SELECT c.oid, c.relkind, c.reltuples::bigint, pg_catalog.format('%I.%I', n.nspname, c.relname),
          CASE WHEN c.relkind IN ('r', 'm') THEN pg_catalog.pg_relation_size(c.oid)
            / pg_catalog.current_setting('block_size')::int ELSE 0 END,
          c.relhassubclass, CASE WHEN n.nspname = 'public' THEN '' ELSE n.nspname || '.' END || c.relname,
          CASE WHEN c.relkind = 'p' THEN (SELECT sum(greatest(p.reltuples, 0))::bigint
            FROM pg_catalog.pg_partition_tree(c.oid) t
            JOIN pg_catalog.pg_class p ON p.oid = t.relid WHERE t.isleaf) END
        FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
        WHERE c.oid = pg_catalog.to_regclass(\(quoted(literal: written.name)))
        """
    ).first
    guard let found else {
      throw Problem(
        "backfill.unknown_table", "there is no table \(written.name)",
        hint: "write its schema before it, if it is not in the search path", at: script.location)
    }
    oid = found.int(0)
    sql = found.string(3)
    name = found.string(6)
    blocks = found.int(4)
    isAlone = written.isAlone
    let counted = found[7].flatMap { Int($0) } ?? found.int(2)
    rows = counted < 0 ? nil : counted
    let kind = found.string(1)
    let kinds = script.change.verb == .insert ? ["r", "p", "m"] : ["r", "p"]
    guard kinds.contains(kind) else {
      throw Problem(
        "backfill.not_a_table", "\(name) is no table whose rows could be gone through",
        hint: "name the table itself: -- seedbed: backfill table=…", at: script.location)
    }
    if let key = try Self.key(of: oid, on: connection) {
      self.key = key
      return
    }
    key = .blocks
    if kind == "p" || found.bool(5) && !isAlone {
      throw Problem(
        "backfill.no_key", "\(name) has partitions, and no key over all of them",
        hint: "give it a primary key, or write a backfill for each partition", at: script.location)
    }
    if script.verification == .range {
      throw Problem(
        "backfill.no_key",
        "\(name) has no key, so that verify=range cannot tell which rows are done",
        hint: "write a WHERE that a row fulfils until it is done, or give the table a primary key",
        at: script.location, notes: ["a row that is changed meanwhile moves to another place"])
    }
  }

  /// The primary key, else the shortest unique index without a NULL in it.
  private static func key(of table: Int, on connection: Connection) throws -> BackfillKey? {
    let found = try connection.run(
      simple: """
        SELECT i.indisprimary, pg_catalog.array_agg(a.attname::text ORDER BY k.place),
          pg_catalog.array_agg(pg_catalog.format_type(a.atttypid, -1) ORDER BY k.place),
          pg_catalog.array_agg(CASE WHEN l.oid IS DISTINCT FROM nullif(a.attcollation, 0)
            THEN pg_catalog.format('%I.%I', ln.nspname, l.collname) ELSE '' END ORDER BY k.place),
          pg_catalog.bool_or(t.typcategory IN ('D', 'T'))
        FROM pg_catalog.pg_index i
        JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
        JOIN pg_catalog.pg_am m ON m.oid = c.relam AND m.amname = 'btree'
        CROSS JOIN LATERAL pg_catalog.generate_series(0, i.indnkeyatts - 1) AS k(place)
        JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k.place]
        JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
        JOIN pg_catalog.pg_opclass o ON o.oid = i.indclass[k.place]
        LEFT JOIN pg_catalog.pg_collation l ON l.oid = nullif(i.indcollation[k.place], 0)
        LEFT JOIN pg_catalog.pg_namespace ln ON ln.oid = l.collnamespace
        WHERE i.indrelid = \(table) AND i.indisunique AND i.indisvalid
          AND i.indpred IS NULL AND i.indexprs IS NULL
        GROUP BY i.indexrelid, i.indisprimary, i.indnkeyatts
        HAVING pg_catalog.bool_and(a.attnotnull) AND pg_catalog.bool_and(o.opcdefault)
        ORDER BY i.indisprimary DESC, i.indnkeyatts, i.indexrelid LIMIT 1
        """
    ).first
    guard let found else { return nil }
    let collations = found.array(3)
    let columns = zip(found.array(1), found.array(2)).enumerated().map { place, column in
      BackfillKey.Column(
        name: column.0, type: column.1,
        collation: collations[place].isEmpty ? nil : collations[place])
    }
    return BackfillKey(
      kind: found.bool(0) ? .primaryKey : .uniqueIndex, columns: columns,
      isTemporal: found.bool(4))
  }
}
