internal import Postgres

extension Project {
  /// Keeps a database's present state under a name, to come back to.
  ///
  /// - Parameter force: ends the sessions that use it, which are in the way of a copy.
  public func snapshot(
    _ database: Database, as label: String, force: Bool, _ progress: any Progress
  ) throws -> SnapshotChange {
    try Self.check(label)
    return try withServer(of: database, progress) { server in
      guard try database.exists(seenFrom: server) else { throw database.missing }
      let marker = try DatabaseMarker.read(from: database.connect(progress))
      guard marker?.protected != true, !environment.isProtected else {
        throw Problem(
          "guard.protected", "refused to copy: the database \"\(database.name)\" is protected",
          exitStatus: .refused)
      }
      try NameLock.acquire(database.name, on: server, timeout: .seconds(600), progress)
      guard try Self.snapshot(of: database, label, server) == nil else {
        throw Problem(
          "snapshot.exists", "there is a snapshot \"\(label)\" of \(database.name) already",
          hint: "take another name, or drop it: seedbed db snapshots --drop \(label)")
      }
      let sessions = DatabaseSessions(of: database.name)
      if force {
        try sessions.end(seenFrom: server)
      } else {
        try sessions.expectNone(seenFrom: server)
      }
      progress.activity("copying \(database.name)")
      let kept = KeptDatabase(
        TemplateShelf.named("seedbed_snap", database.name, label), .snapshot, of: database.name,
        environment: environment.name, label: label)
      try DatabaseCopying(server: server).copy(database.name, as: kept)
      return SnapshotChange(database: database.name, label: label, action: .made)
    }
  }

  /// Puts a database back to the state that a snapshot has kept; the snapshot stays.
  public func restore(
    _ database: Database, from label: String, confirmation: String?, force: Bool,
    _ progress: any Progress
  ) throws -> SnapshotChange {
    try withServer(of: database, progress) { server in
      try NameLock.acquire(database.name, on: server, timeout: .seconds(600), progress)
      guard let kept = try Self.snapshot(of: database, label, server) else {
        throw try noSnapshot(label, of: database, server)
      }
      let isThere = try database.exists(seenFrom: server)
      if isThere {
        try database.check(.restore, confirmation: confirmation, progress)
        if !force { try DatabaseSessions(of: database.name).expectNone(seenFrom: server) }
      }
      progress.activity("copying the snapshot \(label)")
      let copying = DatabaseCopying(server: server)
      let name = DatabaseCopying.unfinishedName
      _ = try NameLock.of(name).tryLock(on: server)
      defer { _ = try? NameLock.of(name).unlock(on: server) }
      try copying.copy(kept.name, to: name)
      do {
        if isThere {
          let swap = DatabaseSwap(server: server, name: database.name, force: force)
          let old = try swap.put(name, environment: environment.name)
          _ = try? copying.drop(old.name)
        } else {
          try server.run(
            simple: """
              ALTER DATABASE \(quoted(identifier: name)) RENAME TO \
              \(quoted(identifier: database.name))
              """)
        }
      } catch {
        _ = try? copying.drop(name)
        throw error
      }
      return SnapshotChange(database: database.name, label: label, action: .restored)
    }
  }

  /// Drops the snapshot of that name.
  public func dropSnapshot(
    of database: Database, _ label: String, _ progress: any Progress
  ) throws -> SnapshotChange {
    try withServer(of: database, progress) { server in
      guard let kept = try Self.snapshot(of: database, label, server) else {
        throw try noSnapshot(label, of: database, server)
      }
      try DatabaseCopying(server: server).drop(kept.name)
      return SnapshotChange(database: database.name, label: label, action: .dropped)
    }
  }

  /// All databases that Seedbed has made beside the project's: templates, copies and snapshots.
  public func keptDatabases(
    of database: Database, _ progress: any Progress
  ) throws -> KeptDatabaseList {
    try withServer(of: database, progress) { server in
      KeptDatabaseList(
        database: database.name,
        databases: try KeptDatabase.all(on: server, measured: true)
          .filter { $0.original == database.name })
    }
  }

  /// Drops the templates and spare copies of a database; they are made again when they are needed.
  /// Those in use stay.
  public func clearTemplates(
    of database: Database, _ progress: any Progress
  ) throws -> TidyReport {
    try withServer(of: database, progress) { server in
      let housekeeping = Housekeeping(server: server)
      let kinds: [KeptDatabase.Kind] = [.template, .migrated, .spare, .replaced]
      let names = try KeptDatabase.all(on: server)
        .filter { $0.original == database.name && kinds.contains($0.kind) }.map(\.name)
      return TidyReport(dropped: try names.filter { try housekeeping.drop($0) })
    }
  }

  /// A session with the server's maintenance database; what the server says ends as a problem.
  func withServer<Result>(
    of database: Database, _ progress: any Progress, _ body: (Connection) throws -> Result
  ) throws -> Result {
    defer { progress.finished() }
    do {
      let server = try database.maintenanceConnection(progress)
      try server.run(simple: "SET statement_timeout = 0; SET lock_timeout = 0")
      return try body(server)
    } catch let error as PostgresError {
      throw Problem(error)
    }
  }

  private static func snapshot(
    of database: Database, _ label: String, _ server: Connection
  ) throws(PostgresError) -> KeptDatabase? {
    try KeptDatabase.all(on: server).first {
      $0.kind == .snapshot && $0.original == database.name && $0.label == label
    }
  }

  private func noSnapshot(
    _ label: String, of database: Database, _ server: Connection
  ) throws -> Problem {
    let labels = try KeptDatabase.all(on: server)
      .filter { $0.kind == .snapshot && $0.original == database.name }.compactMap(\.label)
    return Problem(
      "snapshot.missing", "there is no snapshot \"\(label)\" of \(database.name)",
      hint: labels.isEmpty
        ? "`seedbed db snapshot \(label)` makes one" : Suggestion.hint(for: label, among: labels))
  }

  private static func check(_ label: String) throws(Problem) {
    guard Environment.isName(label), label.utf8.count <= 24 else {
      throw Problem(
        "snapshot.bad_name", "\"\(label)\" is no name for a snapshot",
        hint: "letters, digits, _ and - make a name, 24 of them at most", exitStatus: .usage)
    }
  }
}
