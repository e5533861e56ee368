internal import Postgres

/// Chooses the key of a table's records.
///
/// `$key` where it is given; else the primary key where every record gives all of it; else the one
/// unique key that every record covers.
struct KeyChoice {
  let seed: TableSeed

  func key() throws(Problem) -> SeedKey {
    if let given = seed.givenKey { return try key(given: given.value) }
    if seed.count == 0, let any = keyOfNoRecord { return any }
    let covered = seed.table.keys.filter { $0.identifiesRows && isCovered($0) }
    if let primary = covered.first(where: \.isPrimary) { return seedKey(primary) }
    guard let only = covered.first else { throw none() }
    guard covered.count == 1 else {
      throw problem(
        "seed.ambiguous_key",
        "the records of \(seed.table.name) give several unique keys",
        hint: "name one in $key: " + covered.map(Self.text).joined(separator: ", "))
    }
    return seedKey(only)
  }

  /// Without records any key does, as no row is meant.
  private var keyOfNoRecord: SeedKey? {
    if let key = seed.table.keys.first(where: \.identifiesRows) { return seedKey(key) }
    return seed.table.columns.firstIndex { $0.type.hasEquality }.map { column in
      let part = SeedKey.Part(column: column, equality: seed.table.columns[column].equality)
      return SeedKey(parts: [part], isUnique: false)
    }
  }

  private func key(given columns: [Int]) throws(Problem) -> SeedKey {
    let numbers = Set(columns.map { seed.table.columns[$0].number })
    if let column = columns.first(where: { !isGiven($0) }) {
      throw problem(
        "seed.missing_key",
        "a record of \(seed.table.name) lacks \"\(seed.table.columns[column].name)\", which is "
          + "part of its key",
        hint: "every record gives all fields of $key, as values or references")
    }
    if let column = columns.first(where: { !seed.table.columns[$0].type.hasEquality }) {
      throw problem(
        "seed.unusable_key",
        "\"\(seed.table.columns[column].name)\" cannot be part of a key: "
          + "\(seed.table.columns[column].typeText) values are never equal",
        hint: "name other fields in $key")
    }
    if let index = seed.table.keys.first(where: { key in
      key.identifiesRows && key.columns.map { Set($0) } == numbers
    }) {
      return seedKey(index)
    }
    for key in seed.table.keys where key.isValid {
      if let special = specialKey(key, columns) { return special }
    }
    return SeedKey(
      parts: columns.map { .init(column: $0, equality: seed.table.columns[$0].equality) },
      isUnique: false)
  }

  private func seedKey(_ key: UniqueKey) -> SeedKey {
    let parts = key.parts.compactMap { part in
      part.column.flatMap { seed.table.columnIndex(number: $0) }
        .map { SeedKey.Part(column: $0, equality: part.equality) }
    }
    return SeedKey(parts: parts, isUnique: isUnique(key, parts), index: key.name)
  }

  /// A partial index, or one of expressions, whose columns are just the given ones.
  private func specialKey(_ key: UniqueKey, _ columns: [Int]) -> SeedKey? {
    var parts: [SeedKey.Part] = []
    for part in key.parts {
      if let number = part.column, let column = seed.table.columnIndex(number: number) {
        parts.append(.init(column: column, equality: part.equality))
      } else {
        let names = SeedKey.names(in: part.text)
        let own = seed.table.columns.indices.filter { names.contains(seed.table.columns[$0].name) }
        guard own.count == 1 else { return nil }
        parts.append(.init(column: own[0], equality: part.equality, expression: part.text))
      }
    }
    guard Set(parts.map(\.column)) == Set(columns) else { return nil }
    return SeedKey(
      parts: parts, isUnique: isUnique(key, parts), index: key.name, predicate: key.predicate)
  }

  /// A unique index lets NULL stand in several rows.
  private func isUnique(_ key: UniqueKey, _ parts: [SeedKey.Part]) -> Bool {
    key.nullsNotDistinct || !parts.contains { seed.layout.mayBeNull($0.column) }
  }

  private func isCovered(_ key: UniqueKey) -> Bool {
    (key.columns ?? []).allSatisfy { number in
      seed.table.columnIndex(number: number).map(isGiven) ?? false
    }
  }

  /// Every record gives the column, by something that is known before the row is made.
  private func isGiven(_ column: Int) -> Bool {
    fieldSets.allSatisfy { $0.givesBeforehand(column) }
  }

  private var fieldSets: [FieldSet] {
    guard let used = seed.fieldSetsInUse else { return seed.layout.fieldSets }
    return seed.layout.fieldSets.indices.filter(used.contains).map { seed.layout.fieldSets[$0] }
  }

  /// The key of records that have labels instead: the primary key, whose values Seedbed keeps.
  ///
  /// - Returns: nil where the records have a key, or not all of them a label.
  func labelKey() throws(Problem) -> SeedKey? {
    guard seed.givenKey == nil, seed.layout.labels != nil, !fieldSets.isEmpty,
      fieldSets.allSatisfy(\.isLabelled),
      !seed.table.keys.contains(where: { $0.identifiesRows && isCovered($0) })
    else { return nil }
    guard let primary = seed.table.primaryKey else {
      throw problem(
        "seed.no_identity",
        "\(seed.table.name) has no primary key, so that a row cannot be found again by its label",
        hint: "add a primary key, or name the fields that tell its rows apart in $key")
    }
    var key = seedKey(primary)
    key.isByLabel = true
    let lacking = key.parts.map(\.column).first { column in
      !seed.table.columns[column].hasDefault && !isGiven(column)
    }
    if let lacking {
      throw problem(
        "seed.no_identity",
        "\"\(seed.table.columns[lacking].name)\" of \(seed.table.name) has no default, so that "
          + "a label alone cannot stand for a row",
        hint: "give it in every record")
    }
    return key
  }

  private func none() -> Problem {
    let keys = seed.table.keys.filter(\.identifiesRows)
    guard !keys.isEmpty else {
      return problem(
        "seed.no_key", "\(seed.table.name) has no unique key to tell its rows apart",
        hint: "name the fields that do in $key"
          + (seed.table.kind == .view
            ? "" : ", add a unique index, or give each record a $label"))
    }
    var missing = problem(
      "seed.missing_key",
      "not every record of \(seed.table.name) gives all fields of one of its keys",
      hint: "give one of " + keys.map(Self.text).joined(separator: ", ")
        + ", or name another in $key, or give each record a $label"
    )
    if keys.contains(where: isFoundLater) {
      missing.notes.append(
        "what the server finds when it makes the row ($sql, $now, a random reference) is part of no "
          + "key")
    }
    return missing
  }

  /// Every record gives the columns, but what they are is not known beforehand.
  private func isFoundLater(_ key: UniqueKey) -> Bool {
    (key.columns ?? []).compactMap { seed.table.columnIndex(number: $0) }
      .allSatisfy { column in fieldSets.allSatisfy { $0.sources[column] != nil } }
  }

  private func problem(
    _ code: String, _ message: String, hint: String
  ) -> Problem {
    Problem(
      code, message, hint: hint, at: seed.sections.first.map { $0.location($0.position) })
  }

  /// The field set whose records give no key, of those that `seed.missing_key` is about; nil where
  /// each gives some key, and no two the same.
  var fieldSetWithoutKey: Int? {
    let keys =
      seed.givenKey.map { [$0.value] }
      ?? seed.table.keys.filter(\.identifiesRows).map { key in
        (key.columns ?? []).compactMap { seed.table.columnIndex(number: $0) }
      }
    return seed.layout.fieldSets.firstIndex { set in
      !keys.contains { $0.allSatisfy { set.givesBeforehand($0) } }
    }
  }

  private static func text(_ key: UniqueKey) -> String {
    "(" + key.parts.map(\.text).joined(separator: ", ") + ")"
  }
}

extension PostgresType {
  /// Values can be found by it; some types have no equality, or one of another kind: boxes are equal
  /// where their areas are (manual 9.11).
  fileprivate var hasEquality: Bool {
    switch resolved(modifier: -1).type {
    case .array(let element, _): element.hasEquality
    case .composite(_, let fields): fields.allSatisfy(\.type.hasEquality)
    case let type:
      !["json", "xml", "point", "line", "lseg", "box", "path", "polygon", "circle"]
        .contains(type.builtIn)
    }
  }
}

extension FieldSet {
  /// It gives a column by something that is known before the row is made.
  fileprivate func givesBeforehand(_ column: Int) -> Bool {
    switch sources[column] {
    case nil, .expression, .random: false
    case .staged, .lookup: true
    }
  }
}
