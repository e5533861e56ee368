internal import JSON
internal import Postgres

/// The fields of a table's records that hold rows of other tables: children, and the rows on the far
/// side of join tables.
///
/// What a name means is asked of `ChildField`, as a run does.
struct ChildSchema {
  let table: Table
  let catalog: Catalog
  /// The tables with a foreign key to this one.
  let referring: [Table]

  /// The fields by the names that an editor offers.
  var offered: JSONObject { fields(names.map(\.first)) }

  /// The same by other names, which are understood and not offered: patterns.
  var accepted: JSONObject {
    var patterns = JSONObject()
    for field in fields(names.flatMap { $0.others }) {
      patterns["^\(Pattern.literal(field.name))$"] = field.value
    }
    return patterns
  }

  private func fields(_ names: [String]) -> JSONObject {
    var fields = JSONObject()
    for name in names {
      guard let meaning = try? ChildField(table: table, catalog: catalog).meaning(of: name) else {
        continue
      }
      fields[name] = schema(meaning)
    }
    return fields
  }

  // MARK: Names

  private struct Names {
    let first: String
    let others: [String]
  }

  /// A name that is a column's means that column.
  private var names: [Names] {
    (children + links).compactMap { names in
      let free = names.filter { table.columnIndex(named: $0) == nil }
      return free.first.map { Names(first: $0, others: Array(free.dropFirst())) }
    }
  }

  /// Of one foreign key the table's name says enough; of several, the column tells them apart.
  private var children: [[String]] {
    referring.flatMap { child -> [[String]] in
      let keys = child.foreignKeys.filter { $0.table == table.oid }
      let tables = Self.written(child, catalog)
      let byColumn = keys.compactMap { $0.columns.last.flatMap(child.column(number:))?.name }
        .map { column in tables.map { "\($0).\(column)" } }
      return keys.count == 1 ? [tables + byColumn.joined()] : byColumn
    }
  }

  private var links: [[String]] {
    let joins = referring.filter { $0.foreignKeys.count == 2 }
    let far = Set(joins.flatMap(\.foreignKeys).map(\.table)).subtracting(
      referring.map(\.oid) + [table.oid])
    return far.compactMap { catalog[$0] }.sorted { $0.name < $1.name }
      .map { Self.written($0, catalog) }
  }

  private static func written(_ table: Table, _ catalog: Catalog) -> [String] {
    let short = catalog.shortName(of: table)
    let long = table.name.description
    return short == long ? [long] : [short, long]
  }

  // MARK: What stands there

  private func schema(_ meaning: ChildField.Meaning) -> JSONValue {
    switch meaning {
    case .rows(let child, let key):
      let filled = key.columns.compactMap { child.column(number: $0)?.name }
      var left = JSONObject()
      for column in filled { left[column] = false }
      return [
        "description": .string(
          "Rows of \(child.name) that refer to this one by \(filled.joined(separator: ", "))."),
        "type": "array",
        "items": ["allOf": [.reference(to: .record(child)), ["properties": .object(left)]]],
      ]
    case .links(let join, _, let far):
      guard let target = catalog[far.table] else { return false }
      return [
        "description": .string("Rows of \(target.name), joined to this one by \(join.name)."),
        "type": "array",
        "items": [
          "anyOf": [
            .reference(to: .row(target)), .reference(to: .directive(LabelReference.name)),
            // One that stands for many.
            ["type": "object", "required": [.string(RecordExpansion.name)]],
          ]
        ],
      ]
    }
  }
}
