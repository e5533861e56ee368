internal import Crypto
internal import JSON
internal import Postgres

/// What decides how a migrated and seeded database looks; two that are equal make equal databases.
struct TemplateKey: Sendable, Equatable {
  /// Sums, in hexadecimal.
  var migrations: String
  var fixtures: String
  /// Environment, settings, the server's version and its extensions.
  var surroundings: String

  /// - Parameter connection: a session with any database of the server.
  init(
    of project: Project, for database: Database, on connection: Connection
  ) throws {
    let sums = FolderSums(project)
    migrations = try sums.ofMigrations()
    fixtures = try sums.ofFixtures()
    let server = try connection.run(
      simple: """
        SELECT pg_catalog.current_setting('server_version'), current_user,
          (SELECT pg_catalog.string_agg(name || ' ' || default_version, ' ' ORDER BY name)
            FROM pg_catalog.pg_available_extensions)
        """)
    let environment = project.environment
    let facts =
      [
        seedbedVersion, Self.form, environment.name, database.schema ?? "",
        String(environment.isDisposable(onLocalServer: database.isLocal)),
        String(environment.isProtected), project.configuration.layout ?? "",
        database.ownSchema.name,
      ] + project.configuration.schemas
      + (server.first.map { row in server.columns.indices.map { row.string($0) } } ?? [])
    surroundings = Self.sum(of: facts)
  }

  /// Another one where what a template holds has changed.
  private static let form = "1"

  static func sum(of texts: [String]) -> String {
    SHA256.hash(data: Array(texts.joined(separator: "\u{0}").utf8)).short
  }

  /// The whole of it, for a name.
  var sum: String { Self.sum(of: [migrations, fixtures, surroundings]) }

  /// Of a database that is migrated and not seeded.
  var withoutFixtures: TemplateKey {
    var key = self
    key.fixtures = ""
    return key
  }

  /// What tells it from an older one, in words.
  func difference(from old: TemplateKey) -> String {
    let changed = [
      migrations != old.migrations ? "migrations" : nil,
      fixtures != old.fixtures ? "fixtures" : nil,
      surroundings != old.surroundings ? "settings or the server" : nil,
    ].compactMap { $0 }
    return changed.joined(separator: ", ") + " changed"
  }
}

extension TemplateKey {
  var json: JSONValue { .array([.string(migrations), .string(fixtures), .string(surroundings)]) }

  init?(_ json: JSONValue) {
    guard let parts = json.array?.compactMap(\.string), parts.count == 3 else { return nil }
    (migrations, fixtures, surroundings) = (parts[0], parts[1], parts[2])
  }
}

extension SHA256.Digest {
  /// The first half of it, which is enough to tell things apart that nobody forges.
  var short: String { String(hexadecimal.prefix(32)) }
}
