internal import Postgres

extension Project {
  /// Makes databases that are migrated and seeded, named by a prefix and a number from 1 on. Those of
  /// an earlier call are replaced.
  ///
  /// - Throws: where a database of such a name is there that was not made by this, or is in use.
  public func clone(
    _ database: Database, count: Int, prefix: String, _ progress: any Progress
  ) throws -> CloneReport {
    let names = (1...max(1, count)).map { "\(prefix)\($0)" }
    if let long = names.first(where: { $0.utf8.count > 63 }) {
      throw Problem(
        "clone.bad_name", "\"\(long)\" is longer than the 63 bytes of a database's name",
        hint: "take a shorter --prefix", exitStatus: .usage)
    }
    let start = ContinuousClock.now
    let template = try withServer(of: database, progress) { server in
      try checkCopying(database)
      let template = try currentTemplate(of: database, server, progress)
      try makeRoom(for: names, of: database, server)
      return template
    }
    progress.activity("making \(names.count) databases")
    defer { progress.finished() }
    try CloneMaking(database: database, template: template.name).make(
      names.map {
        KeptDatabase(
          $0, .clone, of: database.name, environment: environment.name, key: template.key)
      })
    return CloneReport(
      environment: environment.name,
      databases: try names.map {
        ($0, try database.sibling(named: $0).urlForApplications(progress))
      },
      seconds: (ContinuousClock.now - start).seconds)
  }

  /// Drops the databases that `clone` has made whose names begin like this, and no others.
  ///
  /// - Parameter force: ends the sessions that use them.
  public func dropClones(
    of database: Database, prefix: String, force: Bool, _ progress: any Progress
  ) throws -> TidyReport {
    try withServer(of: database, progress) { server in
      let names = try KeptDatabase.all(on: server)
        .filter { $0.kind == .clone && $0.original == database.name && $0.name.hasPrefix(prefix) }
        .map(\.name)
      if !force {
        for name in names { try DatabaseSessions(of: name).expectNone(seenFrom: server) }
      }
      for name in names { try DatabaseCopying(server: server).drop(name, force: force) }
      return TidyReport(dropped: names)
    }
  }

  /// The template of what the project's folders say now; made where there is none.
  func currentTemplate(
    of database: Database, _ server: Connection, _ progress: any Progress
  ) throws -> KeptDatabase {
    let key = try TemplateKey(of: self, for: database, on: server)
    return try TemplateShelf(
      project: self, database: database, server: server, progress: progress
    ).take(key).kept
  }

  /// Copies hold what a template holds, and a server of protected data is no place for them.
  func checkCopying(_ database: Database) throws {
    guard environment.isProtected else { return }
    throw Problem(
      "guard.protected", "refused to copy: the environment \"\(environment.name)\" is protected",
      exitStatus: .refused)
  }

  private func makeRoom(
    for names: [String], of database: Database, _ server: Connection
  ) throws {
    let kept = try KeptDatabase.all(on: server)
    let present = try server.execute(
      "SELECT datname FROM pg_catalog.pg_database WHERE datname = ANY (\(names))"
    ).map { $0.string(0) }
    for name in present {
      guard
        kept.contains(where: {
          $0.name == name && $0.kind == .clone && $0.original == database.name
        })
      else {
        throw Problem(
          "clone.name_taken", "there is a database \"\(name)\", which is no copy of this project's",
          hint: "take another --prefix", exitStatus: .refused)
      }
      try DatabaseSessions(of: name).expectNone(seenFrom: server)
    }
    for name in present { try DatabaseCopying(server: server).drop(name) }
  }
}

extension Database {
  /// The URL with its password, for a program that is to use the database; never to be shown.
  func secretURL(_ progress: any Progress) throws -> String {
    switch place {
    case .server(let target): return target.url(includingPassword: true)
    case .local: return try urlForApplications(progress)
    }
  }
}
