internal import Postgres

/// SQL for the ledger's entries of a table, each beside the row that it speaks of and the record
/// that means that row.
struct LedgerEntries {
  let seed: TableSeed
  let key: SeedKey
  let scope: LedgerScope
  /// References can mean rows that are yet to be made.
  var canPend = true

  private var expressions: RowExpressions { RowExpressions(seed: seed, canPend: canPend) }
  private var table: Table { seed.table }

  /// The way from an entry to its row.
  enum Lookup {
    /// By the index of the primary key, its values read from JSON as the types that it has now; it
    /// fails where an entry was made under other types.
    case indexed
    /// By what all rows of the table are in JSON.
    case scanned
  }

  /// `t` and `s` are NULL where there is no row, or no record for it.
  func source(_ lookup: Lookup, stage: String) -> String {
    let condition: String
    var values = ""
    switch lookup {
    case .indexed:
      let declared = identity.map { part in
        "\(table.columns[part.column].sql) \(StageColumn(for: table.columns[part.column]).declaration)"
      }
      values = """
        CROSS JOIN LATERAL pg_catalog.jsonb_to_record(l.\(identityColumn))
          AS p (\(declared.joined(separator: ", ")))
        """
      condition = identity.map { part in
        let column = table.columns[part.column]
        let equal = "t.\(column.sql) \(part.equality) p.\(column.sql)"
        return column.isNotNull
          ? equal : "(\(equal) OR (t.\(column.sql) IS NULL AND p.\(column.sql) IS NULL))"
      }.joined(separator: " AND ")
    case .scanned:
      condition = "\(identityObject) = l.\(identityColumn)"
    }
    return """
      \(scope.ledger) AS l
      \(values)
      LEFT JOIN \(expressions.allRows(of: key)) ON \(condition)
      LEFT JOIN \(stage) AS s ON t.ctid IS NOT NULL AND \(expressions.isSame(key))
      """
  }

  /// How many there are.
  var count: SQL {
    SQL(unsafe: "SELECT pg_catalog.count(*) FROM \(scope.ledger) AS l WHERE \(isInScope)")
  }

  /// From so many entries or records on, rows are looked for by reading the table once. Nothing has
  /// counted what was just put down: left to itself, the server would look for one after the other.
  static let largeSize = 1000

  /// To be run before, and in the same transaction as, statements over many entries.
  static func joining(byHash: Bool) -> SQL {
    "SELECT pg_catalog.set_config('enable_nestloop', \(byHash ? "off" : "on"), true)"
  }

  var isInScope: String { scope.condition(for: table) }

  /// A row that Seedbed made, that is still the same one, and that no record means any more.
  ///
  /// It is another one where the values of its key were changed since by somebody else.
  var isAbandoned: String {
    """
    t.ctid IS NOT NULL AND s._n IS NULL AND (\(hasSameKey)
      OR (SELECT pg_catalog.bool_and(coalesce(pg_catalog.to_jsonb(t) -> k.key = k.value, false))
        FROM pg_catalog.jsonb_each(l.key) AS k))
    """
  }

  /// The entry's row is gone, or has become another one.
  var isStale: String {
    "(t.ctid IS NULL OR s._n IS NULL) AND (\(isAbandoned)) IS NOT TRUE"
  }

  /// The entry's row is meant by a record, but by other values than those put down.
  var isRenamed: String { "s._n IS NOT NULL AND (\(hasSameKey)) IS NOT TRUE" }

  private var hasSameKey: String { "l.key = \(keyObject)" }

  /// The values of the key, or of the primary key, of a row `t` in JSON.
  var keyObject: String { object(key.parts.map(\.column)) }

  /// NULL where the table has no primary key.
  var primaryKeyObject: String {
    table.primaryKey == nil ? "NULL::pg_catalog.jsonb" : identityObject
  }

  /// The values by which a row `t` is found again, in JSON; the ledger has them in `identityColumn`.
  var identityObject: String { object(identity.map(\.column)) }

  var identityColumn: String { table.primaryKey == nil ? "key" : "primary_key" }

  /// What an entry's row is found by: the primary key, or the key where there is none.
  private var identity: [SeedKey.Part] {
    guard let primary = table.primaryKey else { return key.parts }
    return primary.parts.compactMap { part in
      part.column.flatMap { table.columnIndex(number: $0) }
        .map { SeedKey.Part(column: $0, equality: part.equality) }
    }
  }

  private func object(_ columns: [Int]) -> String {
    let members = columns.map { column in
      "\(quoted(literal: table.columns[column].name)), t.\(table.columns[column].sql)"
    }
    return "pg_catalog.jsonb_build_object(\(members.joined(separator: ", ")))"
  }
}
