internal import Crypto
internal import JSON
internal import Postgres
internal import SQLScript

/// What was found out of scripts, kept in `.seedbed/` for as long as they and the schema of their
/// database are the same.
struct ForecastCache {
  private let folder: String
  private let path: String

  /// How many are kept: some databases' and some branches' worth.
  private static let limit = 16

  /// - Parameter connection: with the database.
  init(
    of project: Project, _ database: Database, _ scripts: [PendingScript],
    on connection: Connection
  ) throws(PostgresError) {
    folder = project.stateFolder + "/forecast"
    let row = try connection.run(simple: Self.facts).first
    var sum = SHA256()
    func add(_ text: String) { sum.update(data: Array(text.utf8) + [0]) }
    add(seedbedVersion)
    add(Self.form)
    add(database.schema ?? "")
    add(database.ownSchema.name)
    for column in 0..<5 { add(row?.string(column) ?? "") }
    for pending in scripts {
      add(pending.name)
      add("\(pending.appliedStatements) \(pending.script.segments)")
      for piece in pending.script.script.bytes.pieces {
        piece.withUnsafeBytes { sum.update(bufferPointer: $0) }
      }
      sum.update(data: [0])
    }
    let key = sum.finalize().map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    path = "\(folder)/\(key).json"
  }

  /// Of scripts with more statements nothing is kept: they hold data, which is soon looked through
  /// again.
  static let longest = 2_000

  /// Another one where what is kept has another meaning.
  private static let form = "1"

  /// Which database it is, and what changes with every change of its catalog: the transactions that
  /// wrote its rows, taken together.
  private static let facts = """
    SELECT pg_catalog.current_setting('server_version'), current_user,
      (SELECT oid::text || datname FROM pg_catalog.pg_database
        WHERE datname = pg_catalog.current_database()),
      (SELECT pg_catalog.string_agg(name || '=' || setting, ' ' ORDER BY name)
        FROM pg_catalog.pg_settings WHERE name IN ('TimeZone', 'search_path', 'port',
          'default_table_access_method', 'check_function_bodies', 'data_directory')),
      (SELECT pg_catalog.string_agg(part, ' ') FROM (
        \(catalogs.map(versions).joined(separator: " UNION ALL "))) c (part))
    """

  private static let catalogs = [
    "pg_class", "pg_attribute", "pg_attrdef", "pg_constraint", "pg_index", "pg_inherits", "pg_type",
    "pg_enum", "pg_proc", "pg_trigger", "pg_rewrite", "pg_policy", "pg_namespace", "pg_extension",
    "pg_event_trigger", "pg_publication", "pg_publication_rel", "pg_statistic_ext",
    "pg_foreign_server", "pg_db_role_setting",
  ]

  private static func versions(of catalog: String) -> String {
    // All databases share it, and every shadow has rows in it for as long as it lives.
    let condition =
      catalog == "pg_db_role_setting"
      ? """
       WHERE setdatabase IN (0, (SELECT oid FROM pg_catalog.pg_database
        WHERE datname = pg_catalog.current_database()))
      """ : ""
    return """
      SELECT count(*) || '/' || coalesce(sum(pg_catalog.hashtextextended(
        xmin::text || ctid::text, 0)), 0) FROM pg_catalog.\(catalog)\(condition)
      """
  }

  /// Nil where there are none, or none that can be read.
  func findings() -> Forecast.Findings? {
    guard let text = try? TextFile.read(path), let json = try? JSONValue(parsing: text) else {
      return nil
    }
    return Forecast.Findings(json)
  }

  func keep(_ findings: Forecast.Findings) throws(Problem) {
    if try Folder.entries(of: folder).count >= Self.limit { try Folder.remove(folder) }
    try Folder.make(folder)
    let ignored = Folder.parent(of: folder) + "/.gitignore"
    if FileStatus(ignored) == nil { try TextFile.write("*\n", to: ignored) }
    try TextFile.write(findings.json.serialized(pretty: false), to: path)
  }
}

extension Forecast.Findings {
  fileprivate var json: JSONValue {
    [
      "means": .string(means.name),
      "effects": .array(effects.map { .array($0.map(\.json)) }),
    ]
  }

  fileprivate init?(_ json: JSONValue) {
    switch json["means"]?.string {
    case "copy": means = .copy
    case "replay": means = .replay
    default: return nil
    }
    guard let scripts = json["effects"]?.array else { return nil }
    effects = scripts.map { ($0.array ?? []).compactMap { StatementEffect($0) } }
  }
}

extension StatementEffect {
  /// `{"locks":[{"relation":"users","mode":"ACCESS EXCLUSIVE"}],"held":[…],"work":[{"kind":"scan",
  /// "relation":"users","bytes":51200,"rows":1000}],"source":"observed","note"}`
  var json: JSONValue {
    var object: JSONObject = [
      "locks": .array(locks.map(\.json)), "held": .array(held.map(\.json)),
      "work": .array(work.map(\.json)), "class": .string(lockClass.name),
      "source": .string(source.rawValue),
    ]
    if let note { object["note"] = .string(note) }
    return .object(object)
  }

  /// Nil for what is not such an object. Sizes are not read: they are another day's.
  init?(_ json: JSONValue) {
    guard let source = json["source"]?.string.flatMap(Source.init(rawValue:)),
      let locks = json["locks"]?.array, let held = json["held"]?.array,
      let work = json["work"]?.array
    else { return nil }
    self.init(
      locks: locks.compactMap { Lock($0) },
      work: work.compactMap { item in
        guard let kind = item["kind"]?.string.flatMap(Work.Kind.init(rawValue:)),
          let relation = item["relation"]?.string
        else { return nil }
        return Work(kind, of: relation)
      }, held: held.compactMap { Lock($0) }, source: source, note: json["note"]?.string)
  }
}

extension StatementEffect.Lock {
  fileprivate var json: JSONValue {
    var object: JSONObject = ["relation": .string(relation), "mode": .string(mode.name)]
    if kind != .table { object["kind"] = .string(kind.rawValue) }
    return .object(object)
  }

  fileprivate init?(_ json: JSONValue) {
    guard let relation = json["relation"]?.string, let name = json["mode"]?.string,
      let mode = LockMode.allCases.first(where: { $0.name == name })
    else { return nil }
    self.init(
      mode, on: relation, kind: json["kind"]?.string.flatMap(RelationKind.init(rawValue:)) ?? .table
    )
  }
}

extension StatementEffect.Work {
  fileprivate var json: JSONValue {
    [
      "kind": .string(kind.rawValue), "relation": .string(relation),
      "bytes": size.map { .number($0.bytes) } ?? .null,
      "rows": size?.rows.map { .number($0) } ?? .null,
    ]
  }
}
