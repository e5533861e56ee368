internal import Postgres

/// The query for a table's rows: its columns, what its references lead to, in the order of its key.
struct DumpQuery {
  private let table: Table
  private var columns: [String] = []
  private var joins: [String] = []
  private var order: [String] = []

  init(table: Table) { self.table = table }

  /// Takes a column into the query, and what identifies the row that it refers to.
  mutating func source(
    of column: Column, in table: Table, alias: String, identities: RowIdentities, masks: DumpMasks
  ) -> DumpField.Source {
    columns.append("\(alias).\(column.sql)")
    let position = columns.count - 1
    let text = ValueText(column.type)
    guard let (key, target) = identities.reference(of: column, in: table) else {
      return .value(position, text, masks[table, column])
    }
    let joined = join(key, from: table, alias, to: target)
    let parts = identities[target].columns.compactMap(target.column(number:)).map { part in
      DumpField(
        part,
        source(of: part, in: target, alias: joined, identities: identities, masks: masks),
        omission: .never)
    }
    return .reference(position, text, parts)
  }

  /// Orders the rows by their key, references by what they refer to.
  mutating func order(_ identity: RowIdentity, identities: RowIdentities) {
    for number in identity.columns {
      guard let column = table.column(number: number) else { continue }
      order(by: column, in: table, alias: "t", identities)
    }
  }

  private mutating func order(
    by column: Column, in table: Table, alias: String, _ identities: RowIdentities
  ) {
    guard let (key, target) = identities.reference(of: column, in: table) else {
      order.append("\(alias).\(column.sql)\(column.type.isOrderedByNature ? "" : Self.byBytes)")
      return
    }
    let joined = join(key, from: table, alias, to: target)
    for part in identities[target].columns.compactMap(target.column(number:)) {
      order(by: part, in: target, alias: joined, identities)
    }
  }

  /// The same on every server, whatever its collations are.
  private static let byBytes = "::pg_catalog.text COLLATE pg_catalog.\"C\""

  /// Joins what a foreign key leads to; the same key from the same rows only once.
  private mutating func join(
    _ key: ForeignKey, from table: Table, _ alias: String, to target: Table
  ) -> String {
    let name = "\(alias)_\(table.foreignKeys.firstIndex { $0.name == key.name } ?? 0)"
    let condition = key.condition(from: table, alias, to: target, name)
    let join = "LEFT JOIN \(target.rows) AS \(name) ON \(condition)"
    if !joins.contains(join) { joins.append(join) }
    return name
  }

  // MARK: SQL

  private func from(_ selection: String?) -> String {
    let selected = selection.map {
      "JOIN \($0) AS s ON s.c = t.ctid AND s.o = t.tableoid"
    }
    return (["FROM \(table.rows) AS t"] + [selected].compactMap { $0 } + joins)
      .joined(separator: " ")
  }

  private var ordering: String {
    order.isEmpty ? "" : " ORDER BY \(order.joined(separator: ", "))"
  }

  /// All rows, or those of a selection.
  func copy(selection: String?) -> SQL {
    let list = columns.isEmpty ? "" : columns.joined(separator: ", ")
    return SQL(unsafe: "COPY (SELECT \(list) \(from(selection))\(ordering)) TO STDOUT")
  }

  /// Where the first rows in the order are: table and place.
  func places(where condition: String?, limit: Int?) -> String {
    let rows =
      condition.map {
        " WHERE (t.tableoid, t.ctid) IN (SELECT tableoid, ctid FROM \(table.rows) WHERE (\($0)\n))"
      } ?? ""
    let first = limit.map { "\(ordering) LIMIT \($0)" } ?? ""
    return "SELECT t.tableoid, t.ctid \(from(nil))\(rows)\(first)"
  }
}

extension ForeignKey {
  /// The condition under which a row is the one referred to.
  func condition(
    from table: Table, _ alias: String, to target: Table, _ targetAlias: String
  ) -> String {
    let index = target.keys.first { key in
      key.columns.map { Set($0) == Set(referenced) } ?? false
    }
    return zip(columns, referenced).compactMap { own, other -> String? in
      guard let column = table.column(number: own), let wanted = target.column(number: other)
      else { return nil }
      let equality = index?.parts.first { $0.column == other }?.equality ?? wanted.equality
      return "\(targetAlias).\(wanted.sql) \(equality) \(alias).\(column.sql)"
    }.joined(separator: " AND ")
  }
}

extension PostgresType {
  /// Its order is the same on every server: it depends on no collation.
  fileprivate var isOrderedByNature: Bool {
    let type = resolved(modifier: -1).type
    if case .enum = type { return true }
    return [
      "int2", "int4", "int8", "oid", "numeric", "float4", "float8", "bool", "bytea", "uuid", "date",
      "time", "timetz", "timestamp", "timestamptz", "interval", "inet", "cidr", "macaddr",
    ].contains(type.builtIn ?? "")
  }
}
