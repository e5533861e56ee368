internal import Postgres

/// The rows of a dump where they are not all of a table's: what was asked for, all that it refers
/// to, and what refers to it where that is wanted.
///
/// It lies on the server, in a temporary table for each table, as the rows' places: a place is good
/// as long as the transaction's snapshot keeps the row. So nothing here grows with the rows.
struct RowSelection {
  let connection: Connection
  let tables: [Table]
  /// Tables of which every row is dumped.
  let whole: Set<Int>
  let depth: Int
  /// The tables whose rows come as children; nil is any.
  let childTables: Set<Int>?
  private var round = 0

  init(
    connection: Connection, tables: [Table], whole: Set<Int>, depth: Int, childTables: Set<Int>?
  ) {
    self.connection = connection
    self.tables = tables
    self.whole = whole
    self.depth = depth
    self.childTables = childTables
  }

  /// The temporary table that holds a table's rows; nil where all of them are dumped.
  func name(of table: Table) -> String? {
    whole.contains(table.oid) ? nil : "pg_temp.\"seedbed_dump_\(table.oid)\""
  }

  /// Makes the temporary tables. After that the transaction is told to refuse every other write.
  func prepare() throws(PostgresError) {
    let names = tables.compactMap(name(of:))
    guard !names.isEmpty else { return }
    try connection.run(
      simple: names.map {
        """
        CREATE TEMP TABLE \($0.dropFirst("pg_temp.".count)) (o oid, c tid, round int, depth int,
          PRIMARY KEY (c, o)) ON COMMIT DROP;
        """
      }.joined(separator: "\n"))
    try connection.execute("SET TRANSACTION READ ONLY")
    // Vacuuming a table by rewriting it would move its rows.
    try connection.run(
      simple: "LOCK TABLE \(tables.map(\.rows).joined(separator: ", ")) IN ACCESS SHARE MODE")
  }

  /// Puts rows in as those asked for.
  func add(_ table: Table, places: String) throws(PostgresError) {
    guard let name = name(of: table) else { return }
    try connection.execute(
      SQL(
        unsafe: "INSERT INTO \(name) SELECT p.tableoid, p.ctid, 0, \(depth) FROM (\(places)) AS p"))
  }

  /// Adds what the rows refer to, and what refers to them, until nothing is missing.
  mutating func close(_ progress: any Progress) throws(PostgresError) {
    var grown = Set(tables.map(\.oid))
    while !grown.isEmpty {
      progress.activity("looking for the rows that belong together, round \(round + 1)")
      var next: Set<Int> = []
      for table in tables where grown.contains(table.oid) {
        for key in table.foreignKeys {
          guard let target = tables.first(where: { $0.oid == key.table }) else { continue }
          if try addParents(of: table, by: key, target) { next.insert(target.oid) }
        }
        guard depth > 0 else { continue }
        for child in tables where childTables?.contains(child.oid) ?? true {
          for key in child.foreignKeys where key.table == table.oid {
            if try addChildren(of: table, by: key, child) { next.insert(child.oid) }
          }
        }
      }
      grown = next
      round += 1
    }
    for name in tables.compactMap(name(of:)) { try connection.execute("ANALYZE \(unsafe: name)") }
  }

  /// - Returns: true where rows were added.
  private func addParents(
    of table: Table, by key: ForeignKey, _ target: Table
  ) throws(PostgresError) -> Bool {
    guard let name = name(of: target), let rows = newRows(of: table) else { return false }
    let condition = key.condition(from: table, "t", to: target, "p")
    return try connection.execute(
      SQL(
        unsafe: """
          INSERT INTO \(name) SELECT DISTINCT p.tableoid, p.ctid, \(round + 1), 0
          FROM \(rows) JOIN \(target.rows) AS p ON \(condition)
          ON CONFLICT (c, o) DO NOTHING
          """)
    ).affected > 0
  }

  private func addChildren(
    of table: Table, by key: ForeignKey, _ child: Table
  ) throws(PostgresError) -> Bool {
    guard let name = name(of: child), let rows = newRows(of: table) else { return false }
    let condition = key.condition(from: child, "k", to: table, "t")
    let left = self.name(of: table) == nil ? "\(depth - 1)" : "pg_catalog.max(s.depth) - 1"
    let deep = self.name(of: table) == nil ? "" : " WHERE s.depth > 0"
    return try connection.execute(
      SQL(
        unsafe: """
          INSERT INTO \(name) AS own SELECT k.tableoid, k.ctid, \(round + 1), \(left)
          FROM \(rows) JOIN \(child.rows) AS k ON \(condition)\(deep)
          GROUP BY k.tableoid, k.ctid
          ON CONFLICT (c, o) DO UPDATE SET depth = excluded.depth, round = excluded.round
          WHERE own.depth < excluded.depth
          """)
    ).affected > 0
  }

  /// The rows that the last round has added, as `t`; all of a whole table's in the first.
  private func newRows(of table: Table) -> String? {
    guard let name = name(of: table) else { return round == 0 ? "\(table.rows) AS t" : nil }
    return """
      \(name) AS s JOIN \(table.rows) AS t
        ON s.round = \(round) AND t.ctid = s.c AND t.tableoid = s.o
      """
  }
}

extension RowSelection {
  /// The tables of which no row is dumped.
  func emptyTables() throws(PostgresError) -> Set<Int> {
    var empty: Set<Int> = []
    for table in tables {
      let rows = name(of: table) ?? table.rows
      if try connection.execute("SELECT FROM \(unsafe: rows) LIMIT 1").isEmpty {
        empty.insert(table.oid)
      }
    }
    return empty
  }
}
