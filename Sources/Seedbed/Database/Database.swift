public import Postgres

/// The database of a run: where it is, by which setting, and for which environment.
public struct Database: Sendable {
  public let name: String
  public let source: DatabaseSource
  public let environment: Environment
  /// The schema that unqualified names go to, where the URL names one.
  public let schema: String?
  /// Where Seedbed's own tables are.
  public let ownSchema: OwnSchema
  /// A transaction pooler is said to be between: session locks and settings do not hold.
  public let isPooled: Bool
  /// What is worth knowing about the URL; without secrets.
  public let notes: [String]
  let place: Place

  enum Place: Sendable {
    case server(ConnectionTarget)
    case local(LocalServer)
  }

  public var isLocal: Bool { localServer != nil }

  /// The project's private server that it is on; nil for any other server.
  public var localServer: LocalServer? {
    if case .local(let server) = place { server } else { nil }
  }

  /// How to log in; a local server is started for that if it does not run.
  public func target(_ progress: any Progress = SilentProgress()) throws -> ConnectionTarget {
    try ClientLibrary.check()
    return switch place {
    case .server(let target): target
    case .local(let server):
      try (server.lastKnownAddress() ?? server.start(progress)).target(database: name)
    }
  }
}

extension Database {
  /// Another database of the same server, for the same environment.
  package func sibling(named name: String) -> Database {
    let place: Place =
      switch place {
      case .server(let target): .server(target.with(database: name))
      case .local: place
      }
    return Database(
      name: name, source: source, environment: environment, schema: schema,
      ownSchema: ownSchema, isPooled: isPooled, notes: [], place: place)
  }

  /// How to log in as far as is known; a local server that does not run is not started.
  var targetWithoutStarting: ConnectionTarget {
    switch place {
    case .server(let target): target
    case .local(let server):
      server.lastKnownAddress()?.target(database: name) ?? ConnectionTarget(parameters: [:])
    }
  }
}

extension Project {
  /// Finds out which database the run is for; connects to nothing.
  public func database() throws -> Database {
    let locator = DatabaseLocator(
      option: databaseURL, variables: variables, dotEnv: dotEnv, environment: environment)
    let found = try locator.find()
    if found.source == .localServer {
      let server = servesTests ? ephemeralServer : localServer
      return Database(
        name: LocalDatabaseName.of(project: name, environment: environment.name),
        source: server.kind == .ephemeral ? .ephemeralServer : .localServer,
        environment: environment, schema: nil, ownSchema: configuration.ownSchema, isPooled: false,
        notes: [], place: .local(server))
    }
    guard let text = found.text else {
      return database(.fromEnvironment, found.source)
    }
    let url = try DatabaseURL(parsing: text, source: found.source)
    return database(
      url.target, found.source, schema: url.schema, isPooled: url.isPooled,
      notes: url.notes + passedOver(by: found.source))
  }

  private func database(
    _ target: ConnectionTarget, _ source: DatabaseSource, schema: String? = nil,
    isPooled: Bool = false, notes: [String] = []
  ) -> Database {
    var target = target
    // What the URL leaves out libpq takes from its own variables and defaults; the database's name
    // has to be known here, for the guards.
    let defaults = ConnectionTarget.fromEnvironment
    let name = target["dbname"] ?? defaults["dbname"] ?? target["user"] ?? defaults["user"] ?? ""
    target["dbname"] = name
    let ours = [localServer, ephemeralServer].first { $0.isMeant(by: target) }
    return Database(
      name: name, source: source, environment: environment, schema: schema,
      ownSchema: configuration.ownSchema, isPooled: isPooled, notes: notes,
      place: ours.map(Database.Place.local) ?? .server(target))
  }

  /// The ephemeral server is for the environment `test` alone, and for no data that anybody keeps.
  private var servesTests: Bool {
    environment.name == "test" && environment.isDisposable(onLocalServer: true)
      && ephemeralServer.lastKnownAddress() != nil
  }

  /// `DATABASE_URL` of a developer's shell beats what `seedbed.json` says of staging: that is the
  /// rule, and it is said.
  private func passedOver(by source: DatabaseSource) -> [String] {
    guard environment.settings?.database != nil else { return [] }
    switch source {
    case .variable, .dotEnv:
      return [
        """
        \(source) is used; the database that seedbed.json names for "\(environment.name)" is \
        passed over
        """
      ]
    default: return []
    }
  }
}

/// The name of a project's database on its local server: `shop_development`.
enum LocalDatabaseName {
  /// Lower-case letters, digits and `_`, so that nobody has to quote it; 63 bytes at most.
  static func of(project: String, environment: String) -> String {
    let suffix = "_" + sanitised(environment)
    let name = sanitised(project)
    return String((name.isEmpty ? "app" : name).prefix(63 - suffix.utf8.count)) + suffix
  }

  private static func sanitised(_ text: String) -> String {
    String(
      text.lowercased().map { letter in
        letter.isASCII && (letter.isLetter || letter.isNumber) ? letter : "_"
      })
  }
}
