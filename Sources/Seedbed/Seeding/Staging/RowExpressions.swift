internal import Postgres

/// SQL expressions for a table's staged rows: what they say a column should be, and which row of
/// the table they mean.
struct RowExpressions {
  let seed: TableSeed
  /// References can mean rows that are yet to be made.
  var canPend = true

  var table: Table { seed.table }
  var layout: StageLayout { seed.layout }

  /// What the staged rows say that a column should be, NULL or `fallback` where they do not.
  ///
  /// - Parameters:
  ///   - row: the alias of the staged rows.
  ///   - expressions: which `$sql` and `$now` count.
  ///   - excluded: a condition under which the staged row is as one that does not give the column.
  func value(
    of column: Int, row: String = "s", fallback: String? = nil,
    expressions: Expressions = .always, except excluded: String? = nil
  ) -> String {
    var cases: [(sets: [Int], sql: String)] = []
    var positions: [String: Int] = [:]
    for (number, set) in layout.fieldSets.enumerated() {
      guard let source = set.sources[column],
        let sql = sql(of: source, column, row, expressions)
      else { continue }
      if let position = positions[sql] {
        cases[position].sets.append(number)
      } else {
        positions[sql] = cases.count
        cases.append(([number], sql))
      }
    }
    guard let first = cases.first else { return fallback ?? "NULL" }
    if cases.count == 1, first.sets.count == layout.fieldSets.count, excluded == nil {
      return first.sql
    }
    let branches = cases.map { "WHEN \(row)._g IN (\(list($0.sets))) THEN \($0.sql)" }
    let exclusion = excluded.map { ["WHEN \($0) THEN \(fallback ?? "NULL")"] } ?? []
    return "(CASE \((exclusion + branches).joined(separator: " ")) ELSE "
      + "\(fallback ?? "NULL") END)"
  }

  /// Which of the values that the server works out are looked at.
  enum Expressions {
    /// Those of every run.
    case always
    /// Those of new rows as well.
    case all
  }

  private func sql(
    of source: FieldSource, _ column: Int, _ row: String, _ expressions: Expressions
  ) -> String? {
    let type = StageColumn(for: table.columns[column]).type
    switch source {
    case .staged(let slot): return "\(row).c\(slot)"
    case .lookup(let number):
      let found = layout.lookups[number].wanted
      return "\(row).l\(number)" + (found.typeText == type ? "" : "::\(type)")
    case .random(let number):
      return expressions == .all ? layout.randomReferences[number].result : nil
    case .expression(let sql, let always):
      // A comment may end the expression.
      return always || expressions == .all ? "(\(sql)\n)::\(type)" : nil
    }
  }

  /// What a row of the table holds, in the type that staged values have: a domain's own checks are
  /// for what is written.
  func current(_ column: Int, target: String = "t") -> String {
    let column = table.columns[column]
    return "\(target).\(column.sql)"
      + (column.type.isDomain ? "::\(StageColumn(for: column).type)" : "")
  }

  /// The number of the record that a reference in this column means, where that row is yet to be
  /// made; nil where no record refers to anything there.
  func pending(of column: Int, row: String = "s") -> String? {
    guard canPend else { return nil }
    var sets: [Int: [Int]] = [:]
    for (number, set) in layout.fieldSets.enumerated() {
      if case .lookup(let lookup) = set.sources[column] { sets[lookup, default: []].append(number) }
    }
    let branches = sets.sorted { $0.key < $1.key }.map { lookup, sets in
      "WHEN \(row)._g IN (\(list(sets))) AND \(row).l\(lookup) IS NULL THEN \(row).p\(lookup)"
    }
    return branches.isEmpty ? nil : "(CASE \(branches.joined(separator: " ")) END)"
  }

  /// The columns that a run brings to what the fixtures say, by position: those that some record
  /// gives, without those that are only written with a new row, and those of the key that are the
  /// same in every row it finds.
  func comparedColumns(_ key: SeedKey) -> [Int] {
    guard seed.mode != .insert else { return [] }
    let identity = identityColumns(key)
    let same = key.parts.filter { $0.expression == nil }.map(\.column).filter {
      table.columns[$0].isEqualByImage
    }
    return table.columns.indices.filter { column in
      guard !seed.insertOnly.contains(column), !identity.contains(column), !same.contains(column),
        !table.columns[column].isGenerated
      else { return false }
      return layout.fieldSets.contains { set in
        switch set.sources[column] {
        case nil, .expression(_, always: false), .random: false
        default: true
        }
      }
    }
  }

  /// The primary key's columns where another key tells the rows apart, by position: an existing row
  /// keeps its identity, as other rows point at it. And identities that the server always gives
  /// itself: it does not let them be changed.
  func identityColumns(_ key: SeedKey) -> [Int] {
    guard seed.mode != .insert else { return [] }
    let primary = Set(table.primaryKey?.columns ?? [])
    return table.columns.indices.filter { column in
      (primary.contains(table.columns[column].number) || table.columns[column].identity == .always)
        && !key.contains(column)
        && !seed.insertOnly.contains(column) && layout.fieldSets.contains { $0.gives(column) }
    }
  }

  /// The columns that the server works out and some record gives all the same, by position.
  var generatedColumns: [Int] {
    table.columns.indices.filter { column in
      table.columns[column].isGenerated && layout.fieldSets.contains { $0.gives(column) }
    }
  }

  /// Those that are looked at in rows that are there already.
  var comparedGeneratedColumns: [Int] {
    seed.mode == .insert ? [] : generatedColumns.filter { !seed.insertOnly.contains($0) }
  }

  /// True where a row of the table differs from what the staged row says, by image: in citext, in
  /// numerics of another scale and in json as well (manual 9.25.6); and where it is to refer to a
  /// row that is yet to be made.
  func differs(in columns: [Int], except excluded: ((Int) -> String?)? = nil) -> String {
    guard !columns.isEmpty else { return "false" }
    func wanted(_ column: Int) -> String {
      value(of: column, fallback: current(column), except: excluded?(column))
    }
    var conditions = columns.filter { table.columns[$0].isEqualByImage }.map { column in
      "\(current(column)) IS DISTINCT FROM \(wanted(column))"
    }
    let others = columns.filter { !table.columns[$0].isEqualByImage }
    if !others.isEmpty {
      conditions.append(
        "pg_catalog.record_image_ne(ROW(\(others.map { current($0) }.joined(separator: ", "))), "
          + "ROW(\(others.map(wanted).joined(separator: ", "))))")
    }
    conditions += columns.compactMap { pending(of: $0) }.map { "\($0) IS NOT NULL" }
    return "(\(conditions.joined(separator: " OR ")))"
  }

  func list(_ numbers: [Int]) -> String { numbers.map(String.init).joined(separator: ", ") }
}

extension Column {
  /// Values that are equal have the same image, so that the type's own comparison, the cheaper one,
  /// sees every difference.
  fileprivate var isEqualByImage: Bool {
    switch type.resolved(modifier: -1).type.builtIn {
    case "bool", "int2", "int4", "int8", "oid", "uuid", "bytea", "date", "time", "timestamp",
      "timestamptz":
      true
    // A collation other than the database's may take different texts for equal.
    case "text", "varchar": collation == nil
    default: false
    }
  }
}
