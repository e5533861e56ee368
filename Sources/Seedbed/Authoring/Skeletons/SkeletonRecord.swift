internal import JSON

/// One record of a table with the fields that a new row needs, each with a value to be replaced.
struct SkeletonRecord {
  private(set) var fields: JSONObject = [:]
  /// The columns of the fields, by position.
  private(set) var columns: Set<Int> = []
  /// No key tells the rows apart: labels have to.
  private(set) var isLabelled = false

  /// The columns without which no row can be made, those of the table's natural key, and where there
  /// is none of either, all.
  init(table: Table, catalog: Catalog) {
    let natural = FixtureKey.natural(of: table).flatMap { key in
      FixtureKey.isMadeUp(key, of: table) ? nil : key
    }
    let key = natural.map { Set(FixtureKey.columns(of: $0, in: table)) } ?? []
    let free = table.columns.indices.filter { !table.columns[$0].isGenerated }
    let needed = free.filter { index in
      key.contains(index) || table.columns[index].isNotNull && !table.columns[index].hasDefault
    }
    let plain = free.filter { !table.columns[$0].isCounter }
    for index in needed.isEmpty ? plain.isEmpty ? free : plain : needed {
      fields[table.columns[index].name] = Self.value(
        of: table.columns[index], in: table, catalog, passed: [table.oid])
      columns.insert(index)
    }
    isLabelled =
      FixtureKey.option(for: table, giving: columns) != nil
      && FixtureKey.option(for: table, giving: columns, areLabelled: true) == nil
      && canBeLabelled(table)
    guard isLabelled else { return }
    var labelled: JSONObject = [StageLayout.label: "…"]
    for field in fields { labelled[field.name] = field.value }
    fields = labelled
  }

  /// The server gives the primary key by which a labelled row is found again.
  private func canBeLabelled(_ table: Table) -> Bool {
    guard let primary = table.primaryKey else { return false }
    return FixtureKey.columns(of: primary, in: table).allSatisfy { index in
      table.columns[index].hasDefault || columns.contains(index)
    }
  }

  /// - Parameter passed: the tables on the way here; a key that leads back to one of them would
  ///   have no end.
  private static func value(
    of column: Column, in table: Table, _ catalog: Catalog, passed: Set<Int>
  ) -> JSONValue {
    if let reference = reference(of: column, in: table, catalog, passed: passed) {
      return .object(reference)
    }
    return Placeholder(column).value
  }

  private static func reference(
    of column: Column, in table: Table, _ catalog: Catalog, passed: Set<Int>
  ) -> JSONObject? {
    guard let foreignKey = table.foreignKey(of: column), let target = catalog[foreignKey.table],
      target.oid == table.oid || !passed.contains(target.oid),
      let key = FixtureKey.natural(of: target)
    else { return nil }
    // Where the key is what the column holds, the value itself says it.
    if key.columns == foreignKey.referenced, foreignKey.columns.count == 1 { return nil }
    // Nor need one column of several say again what the others say.
    if foreignKey.columns.count > 1, let own = foreignKey.referencedColumn(for: column.number),
      key.columns?.contains(own) == true, let index = target.columnIndex(number: own),
      target.foreignKey(of: target.columns[index]) == nil
    {
      return nil
    }
    var fields: JSONObject = [:]
    for index in FixtureKey.columns(of: key, in: target) {
      let part = target.columns[index]
      let further = target.foreignKey(of: part).map { passed.contains($0.table) } ?? false
      fields[part.name] =
        further
        ? Placeholder(part).value
        : value(of: part, in: target, catalog, passed: passed.union([target.oid]))
    }
    return fields
  }
}
