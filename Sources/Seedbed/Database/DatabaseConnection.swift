public import Postgres

extension Database {
  /// Opens a session, its settings made: what stops a statement when its client dies (from
  /// PostgreSQL 14 on), no timeout for statements, and the URL's schema.
  ///
  /// - Parameter creating: makes the database, with its marker, where the server lacks it.
  /// - Throws: a `Problem` that says which setting led there, and shows no password.
  public func connect(
    creating: Bool = false, applicationName: String = "seedbed",
    _ progress: any Progress = SilentProgress()
  ) throws -> Connection {
    try connect(creating: creating, applicationName: applicationName, asking: [], progress)
      .connection
  }

  /// The same, with questions that are answered in the round trip of the settings.
  func connect(
    creating: Bool = false, applicationName: String = "seedbed", asking questions: [SQL],
    _ progress: any Progress
  ) throws -> (connection: Connection, answers: [Result<Rows, PostgresError>]) {
    do {
      let connection = try open(applicationName, progress)
      return (connection, try prepare(connection, asking: questions))
    } catch let error as PostgresError {
      guard error.isMissingDatabase else { throw unreachable(error) }
      guard creating else { throw missing }
      try create(progress)
      return try connect(
        creating: false, applicationName: applicationName, asking: questions, progress)
    }
  }

  /// Opens a session for a run that writes: not with the database of another environment, which a
  /// URL may have led to.
  public func connectForWriting(
    creating: Bool = false, applicationName: String = "seedbed", _ progress: any Progress
  ) throws -> Connection {
    try connectForWriting(
      creating: creating, applicationName: applicationName, asking: [], progress
    ).connection
  }

  /// The same, with questions that are answered in the same round trip.
  func connectForWriting(
    creating: Bool, applicationName: String = "seedbed", asking questions: [SQL],
    _ progress: any Progress
  ) throws -> (connection: Connection, answers: [Result<Rows, PostgresError>]) {
    var (connection, answers) = try connect(
      creating: creating, applicationName: applicationName,
      asking: [DatabaseMarker.selection(in: ownSchema)] + questions, progress)
    let marker = try DatabaseMarker(reading: answers.removeFirst())
    try Guard(
      database: name, environment: environment, marker: marker, ownSchema: ownSchema
    ).checkWrite()
    return (connection, answers)
  }

  /// A local server that does not answer is looked at more closely, and once.
  private func open(
    _ applicationName: String, _ progress: any Progress
  ) throws -> Connection {
    let target = try target(progress)
    do throws(PostgresError) {
      return try Connection(
        target, applicationName: applicationName, ownSchema: ownSchema.name)
    } catch {
      guard case .local(let server) = place, !error.isMissingDatabase else { throw error }
      let address = try server.start(progress)
      return try Connection(
        address.target(database: name), applicationName: applicationName,
        ownSchema: ownSchema.name)
    }
  }

  /// Makes the settings of a new session.
  ///
  /// - Returns: the answers to the questions, which take no round trip of their own.
  @discardableResult
  func prepare(
    _ connection: Connection, asking questions: [SQL] = []
  ) throws(PostgresError) -> [Result<Rows, PostgresError>] {
    // The role's or the database's is for its own statements. What a pooler lends is left as it is.
    var settings: [SQL] = isPooled ? [] : ["SET statement_timeout = 0"]
    if let schema {
      settings.append(
        "SELECT pg_catalog.set_config('search_path', \(quoted(identifier: schema)), false)")
    }
    // Servers on other systems than Linux and poolers may refuse it; it is a safety net.
    let safetyNet: [SQL] =
      connection.serverVersion >= 140_000 ? [SQL(unsafe: Self.clientCheck)] : []
    let answers = try connection.pipeline(separately: settings + safetyNet + questions)
    for answer in answers.prefix(settings.count) { _ = try answer.get() }
    return Array(answers.suffix(questions.count))
  }

  private static let clientCheck = "SET client_connection_check_interval = '1s'"

  /// The same, to be sent together with other statements.
  func preparation(of connection: Connection) -> [String] {
    let path = schema.map { quoted(literal: quoted(identifier: $0)) }
    return (path.map { ["SELECT pg_catalog.set_config('search_path', \($0), false)"] } ?? [])
      + (connection.serverVersion >= 140_000 ? [Self.clientCheck] : [])
  }

  var missing: Problem {
    Problem(
      "database.missing", "the database \"\(name)\" does not exist (\(source))",
      hint: "`seedbed up` makes it, and so does `seedbed db create`", at: source.location)
  }

  /// libpq's sentence names host and port, and quotes no password; should a server do so, it goes.
  func unreachable(_ error: PostgresError) -> Problem {
    var said = error.message
    if case .server(let target) = place, let password = target["password"], password.count > 2 {
      said = said.replacing(password, with: "…")
    }
    return Problem(
      "database.unreachable", "cannot connect to the database \"\(name)\" (\(source))",
      hint: Self.isLoginRefused(said)
        ? "the server answers: look at the user, the password and what the user may do there"
        : "`seedbed db wait` waits until it can be reached", at: source.location,
      notes: said.split(separator: ";").map { String($0.drop { $0 == " " || $0 == "\t" }) })
  }

  /// libpq hands on a refusal without its SQLSTATE.
  private static func isLoginRefused(_ said: String) -> Bool {
    [
      "authentication failed", "no password supplied", "role \"", "permission denied",
      "pg_hba.conf",
    ]
    .contains { said.contains($0) }
  }
}
