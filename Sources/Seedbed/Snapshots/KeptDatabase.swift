internal import FoundationEssentials
internal import JSON
internal import Postgres

/// A database that Seedbed has made beside a project's own, and what it is for.
///
/// The comment on the database says it, and goes with it whatever its name is; what has no such
/// comment is never dropped.
public struct KeptDatabase: Sendable, Equatable {
  public enum Kind: String, Sendable, CaseIterable {
    /// Migrated and not seeded, for templates.
    case migrated
    /// Migrated and seeded, for copies of it.
    case template
    /// A copy of a template, made beforehand for the next reset.
    case spare
    /// The state that a developer wants to come back to.
    case snapshot
    /// A copy of a template that stays until it is dropped by name.
    case clone
    /// A copy of a template for as long as its maker lives.
    case lent
    /// What a reset has put aside.
    case replaced
  }

  public var name: String
  public let kind: Kind
  /// The database that it was made for.
  public let original: String
  public var environment: String
  /// Of a template and its copies: what they were made from.
  var key: TemplateKey?
  /// Of a snapshot: what its maker calls it.
  public var label: String?
  /// In seconds since 1970.
  public var made: Int
  public var used: Int
  /// In bytes; nil where it was not asked for.
  public internal(set) var size: Int?

  init(
    _ name: String, _ kind: Kind, of original: String, environment: String,
    key: TemplateKey? = nil, label: String? = nil
  ) {
    self.name = name
    self.kind = kind
    self.original = original
    self.environment = environment
    self.key = key
    self.label = label
    made = Self.now
    used = made
  }

  static var now: Int { Int(Date().timeIntervalSince1970) }

  private static let mark = "seedbed: "

  /// The comment by which it is known again.
  var comment: String {
    var object: JSONObject = [
      "kind": .string(kind.rawValue), "of": .string(original),
      "environment": .string(environment), "made": .number(made), "used": .number(used),
    ]
    if let key { object["key"] = key.json }
    if let label { object["label"] = .string(label) }
    return Self.mark + JSONValue.object(object).serialized()
  }

  /// Nil where the comment is none of ours.
  init?(_ name: String, comment: String) {
    guard comment.hasPrefix(Self.mark),
      let json = try? JSONValue(parsing: String(comment.dropFirst(Self.mark.count))),
      let kind = json["kind"]?.string.flatMap(Kind.init(rawValue:)),
      let original = json["of"]?.string
    else { return nil }
    self.name = name
    self.kind = kind
    self.original = original
    environment = json["environment"]?.string ?? ""
    key = json["key"].flatMap(TemplateKey.init)
    label = json["label"]?.string
    made = json["made"]?.int ?? 0
    used = json["used"]?.int ?? made
  }

  /// Writes down that it was used, at most once an hour: a commit costs more than the rest.
  func touched(on server: Connection) throws(PostgresError) -> KeptDatabase {
    guard Self.now - used > 3600 else { return self }
    var kept = self
    kept.used = Self.now
    try DatabaseCopying(server: server).update(kept)
    return kept
  }

  /// All that this role may drop, the oldest first.
  static func all(
    on server: Connection, measured: Bool = false
  ) throws(PostgresError) -> [KeptDatabase] {
    let rows = try server.execute(
      """
      SELECT d.datname, s.description,
        CASE WHEN \(measured)::bool THEN pg_catalog.pg_database_size(d.oid) END
      FROM pg_catalog.pg_database d
      JOIN pg_catalog.pg_shdescription s
        ON s.objoid = d.oid AND s.classoid = 'pg_catalog.pg_database'::pg_catalog.regclass
      WHERE pg_catalog.starts_with(s.description, \(mark))
        AND pg_catalog.pg_has_role(d.datdba, 'USAGE')
      ORDER BY d.oid
      """)
    return rows.compactMap { row in
      guard var kept = KeptDatabase(row.string(0), comment: row.string(1)) else { return nil }
      kept.size = row[2].flatMap { Int($0) }
      return kept
    }.inOrder(of: \.made)
  }
}

extension [KeptDatabase] {
  /// Times are whole seconds; of the same one, what was made later comes later.
  func inOrder(of time: KeyPath<KeptDatabase, Int>) -> [KeptDatabase] {
    enumerated().sorted {
      ($0.element[keyPath: time], $0.offset) < ($1.element[keyPath: time], $1.offset)
    }.map(\.element)
  }
}
