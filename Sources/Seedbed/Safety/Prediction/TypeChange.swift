/// What ALTER COLUMN … TYPE has to do beside noting the type.
struct TypeChange: Sendable, Equatable {
  /// Every row is written anew, and every index with them.
  private(set) var rewrites = false
  /// A CHECK of the column is verified for every row.
  private(set) var scans = false
  /// Indexes that are built anew though no row is.
  private(set) var rebuilt: [String] = []
  /// Nothing is known of the column's type as it is.
  private(set) var isGuess = false

  var isFree: Bool { !rewrites && !scans && rebuilt.isEmpty }

  init(
    of column: String, in table: RelationName, to new: TypeName, using expression: String?,
    _ knowledge: SchemaKnowledge
  ) {
    guard let old = knowledge.table(table)?.columns[column]?.type else {
      rewrites = true
      isGuess = true
      return
    }
    let isPlain = expression.map { Self.isCast($0, of: column, to: new) } ?? true
    if !isPlain || !Self.fits(old, new, isTimeZoneUTC: knowledge.isTimeZoneUTC) {
      rewrites = true
      return
    }
    let changesOrder =
      old.name != new.name && new.name.hasPrefix("timestamp")
      || new.collation != nil && new.collation != old.collation
    // Where a type says the same as before, nothing that depends on it is made again.
    let isSame = old.name == new.name && old.modifiers == new.modifiers && !changesOrder
    for (name, index) in knowledge.indexes(of: table) {
      let isKey = index.columns?.contains(column) == true
      if isKey && changesOrder || index.words.contains(column) && !isSame {
        rebuilt.append(name.name)
      }
    }
    scans =
      !isSame
      && knowledge.table(table)?.constraints.contains { constraint in
        guard constraint.isValidated, case .check(let words, _) = constraint.kind else {
          return false
        }
        return words.contains(column)
      } == true
  }

  /// Whether every value of the old type is one of the new type as it is stored (measured on 15
  /// and 16; manual, ALTER TABLE, "Notes").
  static func fits(_ old: TypeName, _ new: TypeName, isTimeZoneUTC: Bool) -> Bool {
    guard old.isArray == new.isArray else { return false }
    let (from, to) = (old.name, new.name)
    if from == to, old.modifiers == new.modifiers { return true }
    if old.isArray { return false }
    let widens = new.modifiers.isEmpty || (old.modifiers.first ?? .max) <= new.modifiers[0]
    switch (from, to) {
    case ("character varying", "text"): return true
    case ("text", "character varying"): return new.modifiers.isEmpty
    case ("cidr", "inet"): return true
    case ("character varying", "character varying"), ("bit varying", "bit varying"),
      ("interval", "interval"):
      return widens
    case ("timestamp without time zone", "timestamp without time zone"),
      ("timestamp with time zone", "timestamp with time zone"),
      ("time without time zone", "time without time zone"),
      ("time with time zone", "time with time zone"):
      return widens || new.modifiers.first == 6
    case ("numeric", "numeric"):
      guard new.modifiers.count == 2 else { return new.modifiers.isEmpty }
      return old.modifiers.count == 2 && old.modifiers[1] == new.modifiers[1]
        && old.modifiers[0] <= new.modifiers[0]
    case ("timestamp without time zone", "timestamp with time zone"),
      ("timestamp with time zone", "timestamp without time zone"):
      return isTimeZoneUTC && old.modifiers == new.modifiers
    default: return false
    }
  }

  /// `column::type` says no more than TYPE does, nor does the column alone.
  private static func isCast(_ expression: String, of column: String, to type: TypeName) -> Bool {
    var text = expression.filter { !$0.isWhitespace || $0 == " " }
    while text.hasPrefix("("), text.hasSuffix(")") { text = String(text.dropFirst().dropLast()) }
    text.replace("\"", with: "")
    guard text.lowercased().hasPrefix(column) else { return false }
    let rest = text.dropFirst(column.count)
    if rest.isEmpty { return true }
    return rest.hasPrefix("::") && TypeName(String(rest.dropFirst(2))) == type
  }
}
