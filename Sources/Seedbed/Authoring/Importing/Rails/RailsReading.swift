internal import JSON
internal import Postgres
internal import YAML

/// One record of a Rails fixture on its way into a table.
struct RailsReading {
  let record: RailsFile.Record
  let file: RailsFile
  let table: Table
  let catalog: Catalog
  let labels: RailsLabels
  let output: ImportOutput
  private(set) var row: JSONObject = [:]
  /// Rows of join tables.
  private(set) var joins: [(table: Table, row: JSONObject)] = []

  init(
    record: RailsFile.Record, file: RailsFile, table: Table, catalog: Catalog,
    labels: RailsLabels, output: ImportOutput
  ) {
    self.record = record
    self.file = file
    self.table = table
    self.catalog = catalog
    self.labels = labels
    self.output = output
  }

  mutating func read() {
    row["$label"] = .string(record.label)
    for (name, value) in record.fields {
      if let index = table.columnIndex(named: name) {
        set(table.columns[index], value)
      } else if let index = table.columnIndex(named: name + "_id"), value.text != nil {
        refer(table.columns[index], from: name, to: value)
      } else if !join(name, value) {
        leave("\"\(name)\": \(table.name) has no such column", value)
      }
    }
    // Rails fills these in; a column that may stay empty does not need it.
    for name in ["created_at", "created_on", "updated_at", "updated_on"] {
      guard let index = table.columnIndex(named: name), row[name] == nil,
        table.columns[index].isNotNull, !table.columns[index].hasDefault
      else { continue }
      row[name] = ["$now": "0 days"]
    }
  }

  private func leave(_ what: String, _ node: YAMLNode) {
    output.leave(what, at: file.file.location(node.line, node.column))
  }

  // MARK: Values

  private mutating func set(_ column: Column, _ node: YAMLNode) {
    if let reference = identified(column, node) {
      row[column.name] = reference
      return
    }
    let values = RailsValues(template: file.template, label: record.label)
    switch values.value(of: node, for: column) {
    case .value(let value): row[column.name] = value
    case .ruby: leave("\"\(column.name)\": Ruby is not run", node)
    case .none: leave("\"\(column.name)\": this is no value for \(column.typeText)", node)
    }
  }

  /// A reference where Rails has an id that it made of a label.
  private func identified(_ column: Column, _ node: YAMLNode) -> JSONValue? {
    guard let text = node.text, let target = target(of: column) else { return nil }
    if let expression = file.template.expression(in: text) {
      guard let label = RubyTemplate.identifiedLabel(in: expression),
        labels.contains(label, in: target)
      else { return nil }
      return ["$ref": .string(label)]
    }
    return labels.label(ofID: text, in: target).map { ["$ref": .string($0)] }
  }

  // MARK: References

  private func target(of column: Column) -> Table? {
    table.foreignKey(of: column).flatMap { catalog[$0.table] }
  }

  /// `owner: ada`, or `owner: ada (User)` where the row says the class of what it belongs to.
  private mutating func refer(_ column: Column, from name: String, to node: YAMLNode) {
    let text = node.text ?? ""
    if case .scalar("", isPlain: true) = node.content {
      row[column.name] = .null
      return
    }
    guard !RubyTemplate.isMarked(text) else { return leave("\"\(name)\": Ruby is not run", node) }
    var label = text
    var target = target(of: column)
    if text.hasSuffix(")"), let open = text.lastIndex(of: "("),
      let kind = table.columnIndex(named: name + "_type")
    {
      let className = String(text[text.index(after: open)...].dropLast())
      label = String(text[..<open].reversed().drop { $0 == " " }.reversed())
      row[table.columns[kind].name] = .string(className)
      target = catalog.firstTable(of: RailsNames.tables(for: className))
    } else if target == nil {
      target = catalog.firstTable(of: RailsNames.tables(for: name))
    }
    guard let target, labels.contains(label, in: target) else {
      return leave("\"\(name)\": no record that is taken over has this label", node)
    }
    if self.target(of: column) != nil {
      row[column.name] = ["$ref": .string(label)]
    } else {
      let name = target.name.schema == table.name.schema ? target.name.name : "\(target.name)"
      row[column.name] = ["$ref": .string("\(name).\(label)")]
    }
  }

  /// `tags: swift, sql`, or a list of labels; false where no table joins the two.
  private mutating func join(_ name: String, _ node: YAMLNode) -> Bool {
    let others: [String]
    switch node.content {
    case .scalar(let text, _):
      others = text.split(separator: ",").map { part in
        String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
      }
    case .sequence(let elements): others = elements.compactMap(\.text)
    case .mapping: return false
    }
    for join in RailsNames.joinTables(of: table.name.name, and: name)
      .compactMap({ catalog.table(named: $0) })
    {
      let keys = join.foreignKeys.filter { $0.columns.count == 1 }
      guard keys.count == 2, let own = keys.first(where: { $0.table == table.oid }),
        let far = keys.first(where: { $0.name != own.name }), let target = catalog[far.table],
        let ownColumn = join.columnIndex(number: own.columns[0]),
        let farColumn = join.columnIndex(number: far.columns[0])
      else { continue }
      for other in others {
        guard labels.contains(other, in: target) else {
          leave("\"\(name)\": no record that is taken over has this label", node)
          continue
        }
        var row: JSONObject = [:]
        row[join.columns[ownColumn].name] = ["$ref": .string(record.label)]
        row[join.columns[farColumn].name] = ["$ref": .string(other)]
        joins.append((join, row))
      }
      return true
    }
    return false
  }
}
