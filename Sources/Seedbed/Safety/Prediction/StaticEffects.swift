internal import Postgres
internal import SQLScript

/// What a statement does by its text and PostgreSQL's rules, where no server can be asked to run it:
/// `EffectPrediction` for what changes tables, the manual's pages of the commands for the rest.
///
/// Where the text leaves both open, the worse is said.
struct StaticEffects {
  /// What the database has; what is not in it is new, and no application uses it.
  let map: RelationMap
  /// Of the same moment.
  let knowledge: SchemaKnowledge
  private let names: [String: [Int]]

  init(_ map: RelationMap, _ knowledge: SchemaKnowledge) {
    self.map = map
    self.knowledge = knowledge
    names = Dictionary(grouping: map.relations.filter { !$0.value.isGone }, by: \.value.name.name)
      .mapValues { $0.map(\.key).sorted() }
  }

  func effect(of statement: Statement, _ script: Script) -> StatementEffect {
    var draft = EffectDraft()
    take(
      EffectPrediction(of: .of(statement, in: script), script.bytes, knowledge), into: &draft)
    var words = StatementWords(statement, of: script)
    read(&words, into: &draft)
    let reading = EffectReading(map: map)
    let work = StatementEffect.Work.Kind.allCases.flatMap { kind in
      reading.shown(
        kind, Set(draft.work.filter { $0.kind == kind }.map(\.oid)), under: draft.modes)
    }
    return StatementEffect(
      locks: reading.shown(draft.modes), work: work, source: .predicted, note: draft.note)
  }

  private func take(_ prediction: EffectPrediction, into draft: inout EffectDraft) {
    for (name, mode) in prediction.locks {
      if let oid = oid(of: name) { draft.lock(oid, mode) }
    }
    for work in prediction.work { self.work(work.kind, oid(of: work.table), &draft) }
  }

  /// What the table of locks does not tell: indexes, sequences and objects of other kinds, upkeep,
  /// and what is read.
  private func read(_ words: inout StatementWords, into draft: inout EffectDraft) {
    guard let verb = words.takeWord() else { return }
    switch verb {
    case "CREATE": create(&words, into: &draft)
    case "ALTER": alter(&words, into: &draft)
    case "DROP": drop(&words, into: &draft)
    case "REINDEX": reindex(&words, into: &draft)
    case "VACUUM", "ANALYZE", "ANALYSE": maintain(verb, &words, into: &draft)
    case "COMMENT": comment(&words, into: &draft)
    case "INSERT", "UPDATE", "DELETE", "MERGE", "COPY", "SELECT", "WITH", "TABLE", "VALUES":
      query(verb, &words, into: &draft)
    case "DO", "CALL", "EXECUTE": draft.note = "what it runs is known to a server alone"
    default: break
    }
  }

  // MARK: - Names

  /// The relation of a name as it is written; nil for one that is not there.
  func oid(of name: String?, _ kinds: Set<RelationKind>? = nil) -> Int? {
    guard let name, let parts = Identifier.parts(of: name), let last = parts.last else {
      return nil
    }
    let schema = parts.count > 1 ? parts[parts.count - 2] : nil
    let found = (names[last] ?? []).filter { oid in
      guard let relation = map[oid] else { return false }
      return (schema ?? relation.name.schema) == relation.name.schema
        && (kinds?.contains(relation.kind) ?? true)
    }
    return found.first { map[$0]?.name.schema == "public" } ?? found.first
  }

  /// The relation of a name with its schema. In the schema that goes without saying, the statement may
  /// have left it to the search path.
  private func oid(of name: RelationName) -> Int? {
    let found = names[name.name] ?? []
    return found.first { map[$0]?.name.schema == name.schema }
      ?? (name.schema == knowledge.defaultSchema ? found.first : nil)
  }

  /// A table with all of its partitions.
  func family(of oid: Int) -> [Int] {
    map.relations[oid]?.isPartitioned == true
      ? [oid] + map.relations.keys.filter { map.ancestors(of: $0).contains(oid) } : [oid]
  }

  func lock(_ oid: Int?, _ mode: LockMode, _ draft: inout EffectDraft) {
    guard let oid else { return }
    for member in family(of: oid) { draft.lock(member, mode) }
  }

  func work(_ kind: StatementEffect.Work.Kind, _ oid: Int?, _ draft: inout EffectDraft) {
    guard let oid else { return }
    for member in family(of: oid) where map[member]?.isPartitioned == false {
      draft.work.append((kind, member))
    }
  }

  /// Names separated by commas.
  func lockEach(_ words: inout StatementWords, _ mode: LockMode, _ draft: inout EffectDraft) {
    repeat {
      _ = words.take("ONLY")
      lock(oid(of: words.takeName()), mode, &draft)
      _ = words.take("*")
    } while words.take(",")
  }
}

/// What is gathered of a statement's effect.
struct EffectDraft {
  var modes: [Int: LockMode] = [:]
  var work: [(kind: StatementEffect.Work.Kind, oid: Int)] = []
  var note: String?

  mutating func lock(_ oid: Int, _ mode: LockMode) {
    modes[oid] = max(modes[oid] ?? mode, mode)
  }
}

/// A name as it is written in a statement.
enum Identifier {
  /// Its parts as the catalog has them; nil for what is no name.
  static func parts(of text: String) -> [String]? {
    var parts: [String] = []
    var rest = Substring(text)
    while !rest.isEmpty {
      if rest.first == "\"" {
        var part = ""
        rest = rest.dropFirst()
        while let letter = rest.popFirst() {
          if letter == "\"" {
            guard rest.first == "\"" else { break }
            rest = rest.dropFirst()
          }
          part.append(letter)
        }
        parts.append(part)
      } else {
        let part = rest.prefix { $0 != "." }
        rest = rest.dropFirst(part.count)
        parts.append(part.lowercased())
      }
      guard rest.first == "." || rest.isEmpty else { return nil }
      rest = rest.dropFirst()
    }
    return parts.isEmpty ? nil : parts
  }
}
