internal import JSON
internal import Postgres

// Records inside of other records.
extension ShapeReader {
  /// The fields that the record around this one fills in.
  func filled(
    by nesting: Nesting, layout: inout StageLayout
  ) -> (slot: Int, sources: [Int: FieldSource])? {
    guard let parent = catalog[nesting.parentTable] else { return nil }
    let slot = layout.parentSlot(through: nesting.foreignKey)
    var sources: [Int: FieldSource] = [:]
    for (own, other) in zip(nesting.foreignKey.columns, nesting.foreignKey.referenced) {
      guard let index = layout.table.columnIndex(number: own),
        let wanted = parent.columnIndex(number: other)
      else { continue }
      let lookup = Lookup(
        table: parent, wanted: parent.columns[wanted], parts: [],
        path: layout.table.columns[index].name, record: .number(slot))
      sources[index] = .lookup(layout.lookup(lookup))
    }
    return (slot, sources)
  }

  /// The step for a field that may hold records.
  mutating func children(
    _ field: String, _ tape: borrowing Tape, _ name: Int, of table: Table
  ) -> FieldStep? {
    guard [.array, .object].contains(tape.tokens[name + 1].kind) || isTable(field) else {
      return nil
    }
    guard catalog.widened.contains(table.oid), isLookedFor(field) else {
      narrow.parents.insert(table.oid)
      narrow.names.formUnion(Self.tableNames(in: field))
      return .mistaken
    }
    do throws(ValueProblem) {
      guard let meaning = try ChildField(table: table, catalog: catalog).meaning(of: field) else {
        return nil
      }
      let (child, foreignKey, far): (Table, ForeignKey, ForeignKey?) =
        switch meaning {
        case .rows(let child, let key): (child, key, nil)
        case .links(let join, let key, let far): (join, key, far)
        }
      let nesting = Nesting(
        parents: section, parentTable: table.oid, field: field, foreignKey: foreignKey, far: far)
      let found = FixtureSection(
        file: section.file, tableName: catalog.written(child),
        position: tape.position(of: name), records: .children(nesting))
      if !nested.contains(where: { $0.section.identity == found.identity }) {
        nested.append((found, child))
      }
      return .children(field: field)
    } catch {
      report(error.code, "\"\(field)\": \(error.message)", hint: error.hint, tape, name)
      return .mistaken
    }
  }

  private func isTable(_ field: String) -> Bool {
    Self.tableNames(in: field).contains { catalog.table(named: $0) != nil }
  }

  private func isLookedFor(_ field: String) -> Bool {
    Self.tableNames(in: field).allSatisfy(catalog.names.contains)
  }

  /// `posts.author_id` may be a table, or one of its columns.
  private static func tableNames(in field: String) -> [String] {
    [field] + (field.lastIndex(of: ".").map { [String(field[..<$0])] } ?? [])
  }

  /// The names that a field can have, for a suggestion.
  func fieldNames(of table: Table) -> [String] {
    table.columns.map(\.name) + catalog.tables(referringTo: table.oid).map(catalog.written)
  }

  /// The shape of a record that only names a row on the far side of a join table.
  mutating func link(
    to far: ForeignKey, _ tape: borrowing Tape, layout: inout StageLayout,
    sources: inout [Int: FieldSource]
  ) -> [FieldStep] {
    var steps: [FieldStep]?
    for number in far.columns {
      guard let index = layout.table.columnIndex(number: number) else { continue }
      let column = layout.table.columns[index]
      guard
        let (lookup, own) = reference(
          tape, 0, from: layout.table, column, through: far, path: column.name, &layout)
      else { return [] }
      sources[index] = .lookup(lookup)
      steps = steps ?? own
    }
    return steps ?? []
  }
}
