internal import Crypto
internal import JSON
internal import Postgres

/// The pictures that replays have made, kept in `.seedbed/` so that the next run needs no replay.
struct PictureCache {
  let folder: String
  /// The sum of all that decides what a replay makes.
  private let key: String

  /// How many are kept: some branches' worth.
  private static let limit = 16

  /// - Parameter connection: with the database that is compared.
  init(
    of project: Project, _ migrations: [Migration], of database: Database,
    on connection: Connection
  ) throws(PostgresError) {
    folder = project.stateFolder + "/shadow"
    let server = try connection.run(
      simple: """
        SELECT pg_catalog.current_setting('server_version'), current_user,
          (SELECT ROW(encoding, datcollate, datctype)::text FROM pg_catalog.pg_database
            WHERE datname = pg_catalog.current_database()),
          (SELECT pg_catalog.string_agg(setconfig::text, ' ') FROM pg_catalog.pg_db_role_setting
            WHERE setrole = 0 AND setdatabase = (SELECT oid FROM pg_catalog.pg_database
              WHERE datname = pg_catalog.current_database())),
          (SELECT pg_catalog.string_agg(name || ' ' || default_version, ' ' ORDER BY name)
            FROM pg_catalog.pg_available_extensions)
        """)
    let facts =
      [seedbedVersion, Self.form, database.schema ?? "", database.ownSchema.name]
      + (server.first.map { row in server.columns.indices.map { row.string($0) } } ?? [])
      + migrations.flatMap { [$0.name, $0.checksum, String(describing: $0.transaction)] }
    let sum = SHA256.hash(data: Array(facts.joined(separator: "\u{0}").utf8))
    key = sum.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }

  /// Another one where what the queries ask for has changed.
  private static let form = SHA256.hash(
    data: Array(
      ObjectKind.allCases.map { $0.query(PictureScope(hiddenTables: [])) }.joined().utf8)
  ).description

  private var path: String { "\(folder)/\(key).json" }

  /// Nil where there is none, or none that can be read.
  func picture() -> SchemaPicture? {
    guard let text = try? TextFile.read(path), let json = try? JSONValue(parsing: text) else {
      return nil
    }
    return SchemaPicture(json)
  }

  /// Makes the folder, which no version control is to see, where it is missing.
  func keep(_ picture: SchemaPicture) throws(Problem) {
    if try Folder.entries(of: folder).count >= Self.limit { try Folder.remove(folder) }
    try Folder.make(folder)
    let ignored = Folder.parent(of: folder) + "/.gitignore"
    if FileStatus(ignored) == nil { try TextFile.write("*\n", to: ignored) }
    try TextFile.write(picture.json.serialized(pretty: false), to: path)
  }
}
