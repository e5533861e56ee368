internal import Postgres

/// The mask rules of a dump, by column; and which columns there have to be rules for.
struct DumpMasks {
  private let catalog: Catalog
  private var byTable: [Int: [Int: Masking]] = [:]
  private(set) var problems: [Problem] = []

  /// - Parameter tableNames: the names of all tables, for a suggestion.
  init(
    _ rules: [MaskRule], catalog: Catalog, tableNames: () throws -> [String]
  ) throws {
    self.catalog = catalog
    var names: [String]?
    for rule in rules {
      guard let table = catalog.table(named: rule.table) else {
        if names == nil { names = try tableNames() }
        let known = names ?? []
        if !known.contains(rule.table), !known.contains(where: { "public.\($0)" == rule.table }) {
          report(
            rule, "there is no table \"\(rule.table)\"",
            Suggestion.hint(for: rule.table, among: known))
        }
        continue
      }
      guard let index = table.columnIndex(named: rule.column) else {
        report(
          rule, "\(table.name) has no column \"\(rule.column)\"",
          Suggestion.hint(for: rule.column, among: table.columns.map(\.name)))
        continue
      }
      let column = table.columns[index]
      if rule.method == .null, column.isNotNull {
        report(
          rule, "\(table.name) takes no NULL in \"\(column.name)\"", "use \"hash\" or \"fake\"")
      } else if rule.method != .keep, rule.method != .null, table.foreignKey(of: column) != nil {
        report(
          rule, "\"\(column.name)\" of \(table.name) is a foreign key",
          "mask the column that it refers to")
      } else if let masking = Masking(rule.method, of: column, in: table) {
        byTable[table.oid, default: [:]][column.number] = masking
      } else {
        report(
          rule, "there is no \"\(rule.method.rawValue)\" for \(column.typeText)",
          "it makes text, bytea and uuid")
      }
    }
  }

  /// A column's own rule, else that of the column which it refers to: what is replaced there has to
  /// be replaced here, or the reference would find nothing.
  subscript(table: Table, column: Column) -> Masking? {
    var open = [(table, column)]
    var seen: Set<[Int]> = []
    while let (table, column) = open.popLast() {
      if let masking = byTable[table.oid]?[column.number] { return masking }
      guard seen.insert([table.oid, column.number]).inserted else { continue }
      for key in table.foreignKeys {
        guard let target = catalog[key.table],
          let referenced = key.referencedColumn(for: column.number).flatMap(target.column(number:))
        else { continue }
        open.append((target, referenced))
      }
    }
    return nil
  }

  /// Refuses columns that look like secrets and have no rule.
  func refusal(of columns: [(table: Table, column: Column)]) -> Problem? {
    let secrets = columns.filter { table, column in
      column.looksSecret && self[table, column] == nil
    }
    guard let first = secrets.first else { return nil }
    let names = secrets.map { "\($0.table.name).\($0.column.name)" }
    return Problem(
      "dump.secret_columns",
      names.count == 1
        ? "\(names[0]) looks like a secret" : "\(names.count) columns look like secrets",
      hint: "say in seedbed.json what becomes of it, as \"dump\": {\"mask\": "
        + "{\"\(first.table.name.name).\(first.column.name)\": \"null\"}} with null, hash, fake or "
        + "keep; or give --include-secrets",
      notes: names.count == 1 ? [] : names, exitStatus: .refused)
  }

  private mutating func report(_ rule: MaskRule, _ message: String, _ hint: String?) {
    problems.append(
      Problem("dump.bad_mask", "mask: \(message)", hint: hint, at: rule.location))
  }
}
