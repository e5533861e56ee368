/// What a field means that is no column: rows of another table that refer to the record's own.
struct ChildField {
  /// The record's table.
  let table: Table
  let catalog: Catalog

  enum Meaning {
    /// Rows of this table.
    case rows(Table, ForeignKey)
    /// Rows of a join table; the field names rows of the table on its far side.
    case links(Table, ForeignKey, far: ForeignKey)
  }

  /// - Returns: nil where it is the name of no table.
  /// - Throws: why it is not clear how its rows refer to the record's.
  func meaning(of field: String) throws(ValueProblem) -> Meaning? {
    if let child = catalog.table(named: field) { return try meaning(child) }
    guard let dot = field.lastIndex(of: "."),
      let child = catalog.table(named: String(field[..<dot]))
    else { return nil }
    return try meaning(child, column: String(field[field.index(after: dot)...]))
  }

  private func keys(of other: Table) -> [ForeignKey] {
    other.foreignKeys.filter { $0.table == table.oid }
  }

  private func meaning(_ child: Table) throws(ValueProblem) -> Meaning {
    let keys = keys(of: child)
    if keys.count == 1 { return .rows(child, keys[0]) }
    let name = catalog.written(child)
    guard keys.isEmpty else {
      let columns = keys.compactMap { key in
        key.columns.last.flatMap { child.columnIndex(number: $0) }.map { child.columns[$0].name }
      }
      throw ValueProblem(
        code: "seed.ambiguous_children",
        message: "\(child.name) has \(keys.count) foreign keys to \(table.name)",
        hint: "name one: " + columns.map { "\"\(name).\($0)\"" }.joined(separator: " or "))
    }
    let joins = catalog.tables(referringTo: table.oid).compactMap { join in
      links(through: join, to: child)
    }
    if let only = joins.first, joins.count == 1 {
      return .links(only.join, only.own, far: only.far)
    }
    guard joins.isEmpty else {
      throw ValueProblem(
        code: "seed.ambiguous_children",
        message: "\(joins.count) tables join \(table.name) with \(child.name)",
        hint: "write the rows of one of them: "
          + joins.map { "\"\(catalog.written($0.join))\"" }.joined(separator: " or "))
    }
    throw ValueProblem(
      code: "seed.unrelated_children",
      message: "\(child.name) has no foreign key to \(table.name), and no table joins the two",
      hint: "give its rows beside those of \(table.name)")
  }

  private func meaning(_ child: Table, column name: String) throws(ValueProblem) -> Meaning {
    guard let index = child.columnIndex(named: name) else {
      throw ValueProblem(
        code: "seed.unknown_column", message: "\(child.name) has no column \"\(name)\"",
        hint: Suggestion.hint(for: name, among: child.columns.map(\.name)))
    }
    let keys = keys(of: child).filter { $0.columns.contains(child.columns[index].number) }
    guard let key = keys.first(where: { $0.columns.count == 1 }) ?? keys.first else {
      throw ValueProblem(
        code: "seed.unrelated_children",
        message: "\"\(name)\" of \(child.name) is no foreign key to \(table.name)")
    }
    return .rows(child, key)
  }

  /// A pure join table: its rows say nothing but which two rows belong together.
  private func links(
    through join: Table, to far: Table
  ) -> (join: Table, own: ForeignKey, far: ForeignKey)? {
    guard join.foreignKeys.count == 2, far.oid != table.oid,
      let own = join.foreignKeys.first(where: { $0.table == table.oid }),
      let other = join.foreignKeys.first(where: { $0.table == far.oid })
    else { return nil }
    let linked = Set(own.columns + other.columns)
    guard join.keys.contains(where: { $0.identifiesRows && Set($0.columns ?? []) == linked }),
      join.columns.allSatisfy({
        linked.contains($0.number) || $0.hasDefault || !$0.isNotNull
      })
    else { return nil }
    return (join, own, other)
  }
}

/// The catalog that was read does not hold what a record speaks of; it is to be read again.
struct NarrowCatalog: Error {
  var names: Set<String> = []
  /// The tables, by oid, whose children are wanted.
  var parents: Set<Int> = []
}
