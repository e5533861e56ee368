internal import Postgres

/// Makes way for rows that take unique values from each other: a unique index is looked at row by
/// row, so each row first lets go of its old value.
struct UniqueSwap {
  let write: RowWrite
  /// The columns that differ in some row.
  let changed: [Int]

  /// Empty where no unique index is concerned.
  var statements: [String] {
    let seed = write.seed
    let concerned = seed.table.keys.filter { key in
      key.isValid && !Set(key.columns ?? []).isDisjoint(with: changed.map(number))
    }
    let deferrable = concerned.filter(\.isDeferrable).map {
      "SET CONSTRAINTS "
        + QualifiedName(schema: seed.table.name.schema, name: $0.name).sql + " DEFERRED"
    }
    let numbers = Set(concerned.filter { !$0.isDeferrable }.flatMap { $0.columns ?? [] })
    let released = changed.filter { numbers.contains(number($0)) }.compactMap { column in
      placeholder(column).map { value in
        write.update(
          setting: ["\(seed.table.columns[column].sql) = \(value)"],
          where: RowExpressions(seed: seed).differs(in: [column]))
      }
    }
    return deferrable + released
  }

  private func number(_ column: Int) -> Int { write.seed.table.columns[column].number }

  /// A value that no other row has: none, where the column takes that.
  func placeholder(_ index: Int) -> String? {
    let column = write.seed.table.columns[index]
    if !column.isNotNull, !column.type.isDomain { return "NULL" }
    let token = "pg_catalog.gen_random_uuid()"
    switch ValueForm(column.type, modifier: column.typeModifier) {
    case .text(nil): return "\(token)::pg_catalog.text"
    case .text(let limit?):
      return limit < 8 ? nil : "pg_catalog.left(\(token)::pg_catalog.text, \(limit))"
    case .uuid: return token
    case .integer, .number:
      let lowest = "(SELECT pg_catalog.min(m.\(column.sql)) FROM \(write.seed.table.rows) AS m)"
      return "least(\(lowest), 0) - 1 - s._n"
    default: return nil
    }
  }
}
