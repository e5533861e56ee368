internal import Postgres

/// Finds the tables whose references need not be written into their stage, as the statements that
/// compare or make their rows join the rows that they refer to.
struct JoinedReferences {
  let seeds: [TableSeed]
  let stages: [Stage]
  /// Whether each table had any row before.
  let holdRows: [Bool]

  /// All rows of the table are to be made, and so are those that they refer to, which are there by
  /// then; only that each reference will find its row has to be known before anything is written. No
  /// trigger makes rows meanwhile.
  ///
  /// - Parameter index: of a table that is written by a statement of its own.
  func sufficeToMake(_ index: Int) -> Bool {
    !holdRows[index] && [.upsert, .insert].contains(seeds[index].mode) && areLocal(index)
      && !seeds.contains(where: \.table.hasOtherTriggers)
      && seeds[index].layout.lookups.allSatisfy { isDirect($0, of: index) }
  }

  /// The table and those that it refers to hold rows, so that most references will find theirs.
  ///
  /// - Parameter index: of a table that is written by a statement of its own.
  func mayCompare(_ index: Int) -> Bool {
    guard holdRows[index], areLocal(index), let key = seeds[index].key,
      RowExpressions(seed: seeds[index]).identityColumns(key).isEmpty
    else { return false }
    return seeds[index].layout.lookups.allSatisfy { lookup in
      seeds.indices.allSatisfy { seeds[$0].table.oid != lookup.table.oid || holdRows[$0] }
    }
  }

  /// Nothing but those statements asks what the table's references have found.
  private func areLocal(_ index: Int) -> Bool {
    let seed = seeds[index]
    guard !seed.layout.lookups.isEmpty, !RowOwnership.concerns(seeds), !seed.hasLayers,
      !seed.table.hasRowTriggers, seed.layout.randomReferences.isEmpty, let key = seed.key,
      key.isUnique, key.index != nil, key.isPlain, !RowExpressions(seed: seed).holdsNull(key),
      seed.layout.lookups.allSatisfy({ $0.isPlain(in: seed.layout) })
    else { return false }
    return key.parts.allSatisfy { Set(seed.sources(of: $0.column)).count == 1 } && isFinal(index)
  }

  /// It finds a record of another new table, or of the same one, by plain values alone.
  private func isDirect(_ lookup: Lookup, of index: Int) -> Bool {
    guard let target = seeds.firstIndex(where: { $0.table.oid == lookup.table.oid }),
      !holdRows[target], seeds[target].mode != .update, !seeds[target].hasLayers
    else { return false }
    let columns = lookup.parts.compactMap {
      seeds[target].table.columnIndex(number: $0.column.number)
    }
    guard columns.count == lookup.parts.count, lookup.parts.allSatisfy({ $0.slot != nil }),
      columns.allSatisfy({ seeds[target].isPlain($0) })
    else { return false }
    guard target == index else { return true }
    // Two records of the same key are known by then; by another one a row might be found twice.
    let key = seeds[index].key?.parts.map(\.column) ?? []
    guard let wanted = seeds[index].table.columnIndex(number: lookup.wanted.number),
      Set(key) == Set(columns), seeds[index].isPlain(wanted, orAbsent: true)
    else { return false }
    return seeds[index].table.defaultSQL(of: seeds[index].table.columns[wanted]) != nil
  }

  /// No other table's reference asks what this table's references have found.
  private func isFinal(_ index: Int) -> Bool {
    seeds.allSatisfy { other in
      other.layout.lookups.filter { $0.table.oid == seeds[index].table.oid }.allSatisfy { lookup in
        lookup.record == nil
          && lookup.parts.allSatisfy { part in
            seeds[index].table.columnIndex(number: part.column.number)
              .map { seeds[index].isPlain($0, orAbsent: true) } ?? false
          }
      }
    }
  }

  /// For each reference, the number of records that will not find their row.
  func vain(_ index: Int) -> [SQL] {
    let layout = seeds[index].layout
    return layout.lookups.enumerated().compactMap { number, lookup in
      guard let target = seeds.firstIndex(where: { $0.table.oid == lookup.table.oid })
      else { return nil }
      let expressions = RowExpressions(seed: seeds[target])
      let conditions = lookup.parts.compactMap { part in
        part.slot.flatMap { slot in
          seeds[target].table.columnIndex(number: part.column.number).map {
            "\(expressions.value(of: $0, row: "q")) \(part.equality) s.c\(slot)"
          }
        }
      }
      return SQL(
        unsafe: """
          SELECT pg_catalog.count(*) FROM \(stages[index].name) AS s
          WHERE s._g IN (\(expressions.list(layout.fieldSets(using: number)))) AND NOT EXISTS (
            SELECT FROM \(stages[target].name) AS q WHERE \(conditions.joined(separator: " AND ")))
          """)
    }
  }
}

extension TableSeed {
  /// Where the records' values for a column come from; nil stands for those that do not give it.
  fileprivate func sources(of column: Int) -> [FieldSource?] {
    layout.fieldSets.map { $0.sources[column] }
  }

  /// No record gives the column otherwise than by a plain value.
  fileprivate func isPlain(_ column: Int, orAbsent: Bool = false) -> Bool {
    let sources = sources(of: column).compactMap { $0 }
    return (orAbsent || !sources.isEmpty)
      && sources.allSatisfy { if case .staged = $0 { true } else { false } }
  }
}

extension Lookup {
  /// It means a row by whole columns that hold values.
  fileprivate func isPlain(in layout: StageLayout) -> Bool {
    record == nil && predicate == nil
      && parts.allSatisfy { $0.expression == nil && !layout.mayBeNull($0) }
  }
}

extension Lookup.Part {
  /// The stage's column with the value that identifies the row; nil where a lookup finds it.
  var slot: Int? { if case .staged(let slot) = source { slot } else { nil } }
}
