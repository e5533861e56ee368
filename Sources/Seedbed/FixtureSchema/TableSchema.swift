internal import JSON
internal import Postgres

/// What may stand in fixtures for one table.
struct TableSchema {
  let table: Table
  let catalog: Catalog
  let comments: CatalogComments
  let children: ChildSchema

  /// An array of records, or an object with `$rows`.
  var whole: JSONValue {
    [
      "type": ["array", "object"], "items": .reference(to: .record(table)),
      "properties": .object(Self.options(columns: table.columns.map(\.name), of: table)),
      "required": ["$rows"], "additionalProperties": false,
    ]
  }

  var record: JSONValue {
    var properties = DirectiveSchema.recordOptions
    for column in offered { properties[column.name] = field(column) }
    for child in children.offered { properties[child.name] = child.value }
    var record: JSONObject = [
      "type": "object", "properties": .object(properties), "additionalProperties": false,
    ]
    let others = children.accepted
    if !others.isEmpty { record["patternProperties"] = .object(others) }
    record["defaultSnippets"] = [RecordSnippet(table: table, catalog: catalog).json]
    if let comment = comments[table] { record["description"] = .string(comment) }
    return .object(record)
  }

  /// An object that stands for a row of this table: values, or rows in turn, that give all of a
  /// unique key.
  var row: JSONValue {
    var properties = JSONObject()
    for column in table.columns {
      var choices = [ValueSchema.value(of: column)]
      if !column.isNotNull { choices.append(["type": "null"]) }
      if let target = target(of: column) { choices.append(.reference(to: .row(target))) }
      choices.append(.reference(to: .directive(LabelReference.name)))
      properties[column.name] = ["anyOf": .array(choices)]
    }
    let keys = table.keys.filter(\.isValid).compactMap(table.identifyingColumns(of:)).map {
      numbers in
      let names = table.columns.filter { numbers.contains($0.number) }.map(\.name)
      return JSONValue.object(["required": .array(names.map { .string($0) })])
    }
    return [
      "type": "object", "description": .string(KeyCandidates(table).hint),
      "properties": .object(properties), "additionalProperties": false,
      "anyOf": .array(keys.isEmpty ? [false] : keys),
    ]
  }

  // MARK: Columns

  /// Without those of a view that lead nowhere.
  private var offered: [Column] {
    table.columns.filter { column in
      table.view.map { $0.insertable.union($0.updatable).contains(column.number) } ?? true
    }
  }

  private func field(_ column: Column) -> JSONValue {
    var choices = [ValueSchema.value(of: column)]
    if !column.isNotNull { choices.append(["type": "null"]) }
    if !column.isGenerated, let target = target(of: column) {
      choices.append(.reference(to: .row(target)))
    }
    choices += DirectiveSchema.directives(for: column, of: table)
      .filter { !column.isGenerated || $0.name == ValueDirective.json.rawValue }
      .map { .reference(to: $0) }
    return ["description": .string(description(of: column)), "anyOf": .array(choices)]
  }

  private func target(of column: Column) -> Table? {
    guard !column.type.takesObject, let key = table.foreignKey(of: column) else { return nil }
    return catalog[key.table]
  }

  private func description(of column: Column) -> String {
    var facts = [column.typeText]
    if let target = target(of: column) { facts.append("refers to \(target.name)") }
    if column.isGenerated { facts.append("generated: compared, never written") }
    if column.isNotNull, !column.hasDefault { facts.append("required in a new row") }
    return (comments[table, column].map { $0 + "\n\n" } ?? "") + facts.joined(separator: ", ")
  }

  // MARK: Options

  /// The options that stand beside `$rows`.
  ///
  /// - Parameter columns: nil where the table is open.
  static func options(columns: [String]?, of table: Table? = nil) -> JSONObject {
    let column: JSONValue =
      columns.map { ["enum": .array($0.map { .string($0) })] }
      ?? ["type": "string"]
    func list(_ description: String) -> JSONValue {
      [
        "description": .string(description), "type": ["string", "array"], "items": column,
        "minItems": 1, "if": ["type": "string"], "then": column,
      ]
    }
    var options: JSONObject = [
      "$key": list("The columns that tell the rows apart."),
      "$mode": [
        "description": "What becomes of rows that are there, and of those that are not.",
        "enum": .array(TableOptions.Mode.allCases.map { .string($0.rawValue) }),
      ],
      "$insertOnly": list("Columns that are written when a row is made, and never after."),
    ]
    let record: JSONValue? = table.map { .reference(to: .record($0)) }
    // Records of other tables and options do not stand in them.
    options["$defaults"] =
      record.map { ["allOf": [$0, ["propertyNames": column]]] } ?? ["type": "object"]
    options["$rows"] = ["type": "array", "items": record ?? ["type": "object"]]
    return options
  }
}
