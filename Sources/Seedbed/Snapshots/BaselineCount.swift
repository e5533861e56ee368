internal import Postgres

/// Counts the row versions of relations, and reads where sequences stand.
struct BaselineCount {
  /// The transaction that wrote the baseline.
  let horizon: String
  /// The transactions that have put rows right since.
  let repairs: [String]

  struct Found: Equatable {
    /// Row versions that are the template's, or stand for them.
    var rows: Int?
    /// Of those, the ones that stand for others.
    var repaired: Int?
    /// All row versions.
    var all: Int?
    var lastValue: Int?
    var isCalled: Bool?
  }

  /// How many relations one statement asks for: planning takes time that grows with their number.
  private static let width = 200

  /// Whether a row version is the template's own.
  var isOriginal: String {
    // Evaluated once for a statement; `age` of a transaction grows with time, and all in step.
    "pg_catalog.age(xmin) >= (SELECT pg_catalog.age(\(quoted(literal: horizon))::pg_catalog.xid))"
  }

  /// Whether a row version is the template's own, or was written to stand for one.
  var isClean: String {
    guard !repairs.isEmpty else { return isOriginal }
    let list = quoted(literal: "{\(repairs.joined(separator: ","))}")
    return "(\(isOriginal) OR xmin = ANY (\(list)::pg_catalog.xid[]))"
  }

  /// The two counts of a relation; what puts rows right touches no catalog.
  private func counts(inCatalog: Bool) -> String {
    if inCatalog || repairs.isEmpty {
      return "pg_catalog.count(*) FILTER (WHERE \(isOriginal)), 0::bigint"
    }
    return """
      pg_catalog.count(*) FILTER (WHERE \(isClean)), \
      pg_catalog.count(*) FILTER (WHERE \(isClean) AND NOT (\(isOriginal)))
      """
  }

  /// In the order of the relations.
  func read(
    _ relations: [BaselineRelation], on connection: Connection
  ) throws(PostgresError) -> [Found] {
    let statements = stride(from: 0, to: relations.count, by: Self.width).map { start in
      let part = relations[start..<min(start + Self.width, relations.count)]
      return SQL(unsafe: part.map(statement).joined(separator: "\nUNION ALL\n"))
    }
    var found: [Int: Found] = [:]
    for rows in try connection.pipeline(statements) {
      for row in rows {
        found[row.int(0)] = Found(
          rows: row[1].flatMap { Int($0) }, repaired: row[2].flatMap { Int($0) },
          all: row[3].flatMap { Int($0) }, lastValue: row[4].flatMap { Int($0) },
          isCalled: row[5].map { $0 == "t" })
      }
    }
    return relations.map { found[$0.oid] ?? Found() }
  }

  private func statement(_ relation: BaselineRelation) -> String {
    let name = relation.qualified.sql
    if relation.isSequence {
      return """
        SELECT \(relation.oid), NULL::bigint, NULL::bigint, NULL::bigint, last_value, is_called \
        FROM \(name)
        """
    }
    // Every session that uses a temporary table leaves a schema of its own for good.
    let filter =
      relation.isCatalog && relation.name == "pg_namespace"
      ? " WHERE nspname !~ '^pg_(toast_)?temp_'" : ""
    return """
      SELECT \(relation.oid), \(counts(inCatalog: relation.isCatalog)), pg_catalog.count(*), \
      NULL::bigint, NULL::boolean FROM ONLY \(name)\(filter)
      """
  }
}
