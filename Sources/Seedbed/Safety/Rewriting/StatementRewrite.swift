internal import SQLScript

/// The safe form of one statement.
struct StatementRewrite {
  let outline: StatementOutline
  let script: Script
  let knowledge: SchemaKnowledge

  init(_ outline: StatementOutline, _ script: Script, _ knowledge: SchemaKnowledge) {
    self.outline = outline
    self.script = script
    self.knowledge = knowledge
  }

  func text(_ range: Range<Int>) -> String { String(decoding: script.bytes[range], as: UTF8.self) }

  /// nil where the statement is safe as it is, or has no safe form that a program can write.
  var steps: [SafeStep]? {
    switch outline.kind {
    case .alterTable(let alter):
      guard !knowledge.isNew(alter.table), alter.object == .table else { return nil }
      return AlterTableRewrite(self, alter).steps
    case .createIndex(let index): return steps(for: index)
    case .drop(let drop): return steps(for: drop)
    case .reindex(let reindex): return steps(for: reindex)
    case .refresh(let view, isConcurrent: false): return steps(refreshing: view)
    default: return nil
    }
  }

  private func inserting(_ insertion: String, at offset: Int) -> String {
    text(outline.range.lowerBound..<offset) + insertion + text(offset..<outline.range.upperBound)
  }

  private func steps(for index: StatementOutline.CreateIndex) -> [SafeStep]? {
    guard !index.isConcurrent, !knowledge.isNew(index.table) else { return nil }
    let table = knowledge.table(index.table)
    if table?.kind == .partitioned { return partitionedSteps(for: index) }
    return [SafeStep(.alone, inserting(" CONCURRENTLY", at: index.afterIndex))]
  }

  /// An entry for the parent, an index for each partition, and each of them attached; the last one
  /// that is attached makes the parent's valid.
  private func partitionedSteps(for index: StatementOutline.CreateIndex) -> [SafeStep]? {
    let key = knowledge.key(index.table)
    guard !index.isOnly, !index.ifNotExists,
      let partitions = knowledge.table(index.table)?.partitions, !partitions.isEmpty,
      partitions.allSatisfy({ knowledge.tables[$0]?.kind == .table }),
      let name = index.name ?? Optional(SchemaKnowledge.name(of: index)),
      let on = script.onClause(of: outline)
    else { return nil }
    let start = text(outline.range.lowerBound..<index.afterIndex)
    let rest = text(on.upperBound..<outline.range.upperBound)
    var steps = [
      SafeStep(
        .separate, "\(start) \(quoted(name)) ON ONLY \(text(on))\(rest)")
    ]
    let middle = ((index.columns ?? ["expr"]) + index.includedColumns).joined(separator: "_")
    for partition in partitions.sorted(by: { $0.name < $1.name }) {
      let own = ConstraintName.chosen(partition.name, middle, "idx")
      steps.append(
        SafeStep(
          .alone, "\(start) CONCURRENTLY \(quoted(own)) ON \(sql(partition))\(rest)"))
      steps.append(
        SafeStep(
          .separate,
          "ALTER INDEX \(sql(RelationName(name, schema: key.schema))) ATTACH PARTITION "
            + sql(RelationName(own, schema: partition.schema))))
    }
    return steps
  }

  private func steps(for drop: StatementOutline.Drop) -> [SafeStep]? {
    guard drop.object == .index, !drop.isConcurrent, !drop.cascades, drop.names.count == 1 else {
      return nil
    }
    if let index = knowledge.index(drop.names[0]) {
      let isPartitioned = knowledge.tables[index.table]?.kind == .partitioned
      if index.belongsToConstraint || isPartitioned || knowledge.isNew(index.table) { return nil }
    }
    return [SafeStep(.alone, inserting(" CONCURRENTLY", at: drop.afterObject))]
  }

  private func steps(for reindex: StatementOutline.Reindex) -> [SafeStep]? {
    guard !reindex.isConcurrent, reindex.object != .system else { return nil }
    return [SafeStep(.alone, inserting(" CONCURRENTLY", at: reindex.afterObject))]
  }

  private func steps(refreshing view: RelationName) -> [SafeStep]? {
    let isKeyed = knowledge.indexes(of: view).contains {
      $0.index.isUnique && !$0.index.isPartial && $0.index.columns != nil
    }
    guard isKeyed, !knowledge.isNew(view), let place = script.end(of: "VIEW", in: outline) else {
      return nil
    }
    return [SafeStep(.separate, inserting(" CONCURRENTLY", at: place))]
  }

  /// A name as it is written in SQL: with quotes where it needs them, and its schema where it has one.
  func sql(_ name: RelationName) -> String {
    let schema = name.schema == knowledge.defaultSchema ? nil : name.schema
    return (schema.map { quoted($0) + "." } ?? "") + quoted(name.name)
  }

  func quoted(_ name: String) -> String {
    let isPlain =
      name.first.map { $0.isLowercase || $0 == "_" } == true
      && name.utf8.allSatisfy {
        $0 >= 0x61 && $0 <= 0x7A || $0 >= 0x30 && $0 <= 0x39 || $0 == 0x5F
      } && !ReservedWords.all.contains(name)
    return isPlain ? name : "\"\(name.replacing("\"", with: "\"\""))\""
  }
}

extension Script {
  /// Behind a word of a statement, outside of quotes.
  fileprivate func end(of word: String, in outline: StatementOutline) -> Int? {
    return outline.tokens.first {
      $0.kind == .word && String(decoding: bytes[$0.range], as: UTF8.self).uppercased() == word
    }?.range.upperBound
  }

  /// The table's name behind ON.
  fileprivate func onClause(of outline: StatementOutline) -> Range<Int>? {
    var cursor = TokenCursor(outline.tokens, of: bytes)
    cursor.skip(to: ["ON"])
    guard cursor.take("ON") else { return nil }
    let start = cursor.offset
    guard cursor.takeTable() != nil else { return nil }
    return start..<cursor.endOfLast
  }
}

/// Words that need quotes where they are names (manual, appendix C, "reserved" and those that no
/// function or type may be called).
enum ReservedWords {
  static let all: Set = Set(
    """
    all analyse analyze and any array as asc asymmetric authorization binary both case cast check \
    collate collation column concurrently constraint create cross current_catalog current_date \
    current_role current_schema current_time current_timestamp current_user default deferrable desc \
    distinct do else end except false fetch for foreign freeze from full grant group having ilike in \
    initially inner intersect into is isnull join lateral leading left like limit localtime \
    localtimestamp natural not notnull null offset on only or order outer overlaps placing primary \
    references returning right select session_user similar some symmetric system_user table \
    tablesample then to trailing true union unique user using variadic verbose when where window with
    """.split { $0 == " " || $0 == "\n" }.map(String.init))
}
