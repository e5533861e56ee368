/// Which columns tell the rows of a table apart when nobody counted them.
enum FixtureKey {
  /// The unique key by which people know a row: not a number that a sequence gives.
  static func natural(of table: Table) -> UniqueKey? {
    let keys = table.keys.filter(\.identifiesRows)
    let known = keys.filter { key in
      (key.columns ?? []).allSatisfy { number in
        guard let index = table.columnIndex(number: number) else { return false }
        return !table.columns[index].isCounter
      }
    }
    // A key without NULLs before one with; a name that means something before a made-up one.
    return known.first { $0.isPrimary && !isOpaque($0, of: table) }
      ?? known.first { !isOpaque($0, of: table) && isRequired($0, of: table) }
      ?? known.first { !isOpaque($0, of: table) } ?? known.first
  }

  /// What `$key` has to say for records that give these columns, by position; nil where the catalog
  /// says it.
  ///
  /// - Parameter areLabelled: the records have labels, which tell them apart where no key does.
  static func option(
    for table: Table, giving columns: Set<Int>, areLabelled: Bool = false
  ) -> [String]? {
    let covered = table.keys.filter { key in
      key.identifiesRows
        && (key.columns ?? []).allSatisfy { number in
          table.columnIndex(number: number).map(columns.contains) ?? false
        }
    }
    if covered.contains(where: \.isPrimary) || covered.count == 1 { return nil }
    let natural = natural(of: table)
    if let key = covered.first(where: { $0.name == natural?.name }) ?? covered.first {
      return names(of: key, in: table)
    }
    if areLabelled { return nil }
    let given = columns.sorted().map { table.columns[$0].name }
    return given.isEmpty ? nil : given
  }

  static func columns(of key: UniqueKey, in table: Table) -> [Int] {
    (key.columns ?? []).compactMap { table.columnIndex(number: $0) }
  }

  private static func names(of key: UniqueKey, in table: Table) -> [String] {
    columns(of: key, in: table).map { table.columns[$0].name }
  }

  private static func isRequired(_ key: UniqueKey, of table: Table) -> Bool {
    columns(of: key, in: table).allSatisfy { table.columns[$0].isNotNull }
  }

  /// Made of values that nobody remembers and that the server makes up.
  static func isMadeUp(_ key: UniqueKey, of table: Table) -> Bool {
    isOpaque(key, of: table)
      && columns(of: key, in: table).allSatisfy { table.columns[$0].hasDefault }
  }

  /// Made of values that nobody remembers.
  private static func isOpaque(_ key: UniqueKey, of table: Table) -> Bool {
    columns(of: key, in: table).map { table.columns[$0] }.contains { column in
      column.type.resolved(modifier: -1).type.builtIn == "uuid"
        && !table.foreignKeys.contains { $0.columns == [column.number] }
    }
  }
}

extension Column {
  /// A number that nobody chooses: a sequence's next, or one worked out from other columns.
  var isCounter: Bool { countsUp || isGenerated }
}
