internal import Postgres

/// Makes way for rows that take unique values from each other: a unique index is looked at row by
/// row, so each row first lets go of its old value.
struct UniqueSwap {
  let write: RowWrite
  /// The columns that differ in some row.
  let changed: [Int]

  private var table: Table { write.seed.table }

  /// The unique indexes with columns that change.
  private var concerned: [UniqueKey] {
    table.keys.filter { key in
      key.isValid && !Set(table.columns(of: key)).isDisjoint(with: changed)
    }
  }

  /// Empty where no unique index is concerned, or none of its columns has a value to spare.
  var statements: [String] {
    let concerned = concerned
    let deferrable = concerned.filter(\.isDeferrable).map(\.name)
    let held = Set(concerned.filter { !$0.isDeferrable }.flatMap { table.columns(of: $0) })
    let released = changed.filter(held.contains).compactMap { column in
      placeholder(column).map { value in
        write.update(
          setting: ["\(table.columns[column].sql) = \(value)"],
          where: RowExpressions(seed: write.seed).differs(in: [column]))
      }
    }
    // A column may have to let go of the row that it refers to as well.
    let references = table.foreignKeys.filter { foreignKey in
      foreignKey.isDeferrable
        && held.contains { foreignKey.columns.contains(table.columns[$0].number) }
    }.map(\.name)
    let constraints = (deferrable + references).map {
      QualifiedName(schema: table.name.schema, name: $0).sql
    }
    return
      (constraints.isEmpty
      ? [] : ["SET CONSTRAINTS \(constraints.joined(separator: ", ")) DEFERRED"]) + released
  }

  /// Changes the rows whose new values no other row has now; to be run until it changes none. That
  /// brings all rows to theirs but for those that go round in a circle, whether or not there is a value
  /// to spare.
  ///
  /// Nil where an index that cannot be deferred is of expressions.
  var step: String? {
    let indexes = concerned.filter { !$0.isDeferrable }
    guard !indexes.isEmpty, indexes.allSatisfy({ $0.columns != nil }) else { return nil }
    let expressions = RowExpressions(seed: write.seed)
    let isFree = indexes.map { index in
      let same = index.parts.compactMap { part in
        part.column.flatMap { table.columnIndex(number: $0) }.map { column in
          let name = table.columns[column].sql
          return
            "x.\(name) \(part.equality) \(expressions.value(of: column, fallback: "t.\(name)"))"
        }
      }
      return """
        NOT EXISTS (SELECT FROM \(table.rows) AS x
          WHERE \(same.joined(separator: " AND ")) AND (x.tableoid, x.ctid) <> (t.tableoid, t.ctid))
        """
    }
    let conditions = ["NOT s._new", expressions.differs(in: changed)] + isFree
    return write.update(changed, where: conditions.joined(separator: " AND "))
  }

  /// A value that no other row has: none, where the column takes that; nil where the type has no
  /// values to spare.
  func placeholder(_ index: Int) -> String? {
    let column = table.columns[index]
    if !column.isNotNull, !column.type.refusesNull { return "NULL" }
    return spareValue(of: column).map { "(\($0))::\(column.typeText)" }
  }

  private func spareValue(of column: Column) -> String? {
    let token = "pg_catalog.gen_random_uuid()"
    let (type, modifier) = column.type.resolved(modifier: column.typeModifier)
    switch ValueForm(type, modifier: modifier) {
    case .text(let limit):
      // A few characters that nobody uses, where more do not fit (Unicode, private use).
      return limit.map { $0 < 8 } == true
        ? "pg_catalog.chr(983040 + s._n % 65534)"
        : "pg_catalog.left(\(token)::pg_catalog.text, \(limit ?? 36))"
    case .uuid: return token
    case .bytea: return "pg_catalog.uuid_send(\(token))"
    case .integer(let type, _) where type != "oid": return lowest(column, or: "0") + " - 1 - s._n"
    case .number: return lowest(column, or: "0") + " - 1 - s._n"
    case .time("date"): return lowest(column, or: "2000-01-01", finite: true) + " - 1 - s._n"
    case .time("timestamp"), .time("timestamptz"):
      return lowest(column, or: "2000-01-01", finite: true)
        + " - (1 + s._n) * '1 second'::pg_catalog.interval"
    // Between any two times that people write.
    case .time("time") where modifier < 0, .time("timetz") where modifier < 0:
      return "'00:00:00.000001'::\(type.name.sql) + s._n * '7 microseconds'::pg_catalog.interval"
    case .json: return "pg_catalog.to_jsonb(\(token)::pg_catalog.text)"
    case .array(.text(nil)), .array(.uuid): return "ARRAY[\(token)]"
    case .other(let type) where modifier < 0: return spareValue(of: column, type, token)
    default: return nil
    }
  }

  /// Of types that no form of values is for.
  private func spareValue(of column: Column, _ type: String, _ token: String) -> String? {
    switch type {
    case "citext": return "\(token)::pg_catalog.text"
    case "ltree": return "pg_catalog.replace(\(token)::pg_catalog.text, '-', '_')"
    case "interval":
      return lowest(column, or: "0", finite: true)
        + " - (1 + s._n) * '1 day'::pg_catalog.interval"
    // Addresses that are for nobody: RFC 6666.
    case "inet", "cidr": return "'100::'::pg_catalog.inet + s._n"
    // Addresses that no maker gives: locally administered.
    case "macaddr": return "'06ff' || pg_catalog.lpad(pg_catalog.to_hex(s._n), 8, '0')"
    case "macaddr8": return "'06ffffff' || pg_catalog.lpad(pg_catalog.to_hex(s._n), 8, '0')"
    default: return nil
    }
  }

  /// The least value in the table, where it is below another.
  private func lowest(_ column: Column, or other: String, finite: Bool = false) -> String {
    let type = column.type.resolved(modifier: -1).type.name.sql
    let value = "m.\(column.sql)::\(type)"
    let condition = finite ? " WHERE pg_catalog.isfinite(\(value))" : ""
    return "least((SELECT pg_catalog.min(\(value)) FROM \(table.rows) AS m"
      + "\(condition)), '\(other)'::\(type))"
  }
}

extension Table {
  /// The columns that a unique index looks at, by position: those of its expressions as well.
  func columns(of key: UniqueKey) -> [Int] {
    key.parts.flatMap { part -> [Int] in
      if let number = part.column { return columnIndex(number: number).map { [$0] } ?? [] }
      let names = SeedKey.names(in: part.text)
      return columns.indices.filter { names.contains(columns[$0].name) }
    }
  }
}

extension PostgresType {
  /// It is a domain that takes no NULL, itself or by what it is made of.
  fileprivate var refusesNull: Bool {
    guard case .domain(let domain) = self else { return false }
    return domain.isNotNull || domain.base.refusesNull
  }
}
