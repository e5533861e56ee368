internal import Postgres

extension Backfiller {
  /// How far all of them are; nothing is written.
  public func status() throws -> BackfillStatusReport {
    let contents = try folder.read()
    let connection = try database.connect(progress)
    return try BackfillStatusReport(
      environment: database.environment.name,
      items: Self.status(of: contents.backfills(), on: connection))
  }

  /// How far these are; one round trip where the folder has any.
  static func status(
    of scripts: [BackfillScript], on connection: Connection
  ) throws -> [BackfillStatus] {
    if scripts.isEmpty { return [] }
    let plan = try BackfillPlan(scripts, on: connection)
    let isRunning = try BackfillLedger.lock.holder(seenFrom: connection) != nil
    // One after another: it is the first that is not done and not paused.
    let current =
      isRunning ? plan.unfinished.first { $0.state?.isPaused == false }?.script.name : nil
    return plan.items.map { BackfillStatus($0, isCurrent: $0.script.name == current) }
  }

  /// Stops before the next batch what runs, and keeps it from being run.
  ///
  /// - Parameter name: of one migration, or its number; nil for all that have begun.
  public func pause(_ name: String?) throws -> BackfillControlReport {
    try control(name, action: .paused) { item in
      item.state?.isPaused == false
        ? [
          ("paused_at", "pg_catalog.clock_timestamp()"), ("paused_by", "session_user"),
          ("waits_for", "NULL"),
        ] : []
    }
  }

  /// Lets a run that waits go on; what is not being run is run by `seedbed backfill run`.
  public func resume(_ name: String?) throws -> BackfillControlReport {
    try control(name, action: .resumed) { item in
      item.state?.isPaused == true ? [("paused_at", "NULL"), ("paused_by", "NULL")] : []
    }
  }

  private func control(
    _ name: String?, action: BackfillControlReport.Action,
    _ change: (BackfillPlan.Item) -> [(String, String)]
  ) throws -> BackfillControlReport {
    let contents = try folder.read()
    var scripts = try contents.backfills()
    if let name { scripts = [try script(name, among: scripts, in: contents)] }
    let connection = try database.connectForWriting(
      applicationName: Self.applicationName, progress)
    try connection.run(together: SessionSettings.neutral(on: connection))
    let unfinished = try BackfillPlan(scripts, on: connection).unfinished
    if name != nil, unfinished.first?.state == nil {
      throw Problem(
        "backfill.not_begun",
        unfinished.isEmpty
          ? "\(scripts[0].name) has nothing left to do" : "\(scripts[0].name) has not begun",
        hint: "look with `seedbed backfill status`", exitStatus: .usage)
    }
    var names: [String] = []
    for item in unfinished {
      let values = change(item)
      if values.isEmpty { continue }
      let update = BackfillLedger.update(item.script.name, values, in: connection.own)
      try connection.run(simple: update)
      names.append(item.script.name)
    }
    return BackfillControlReport(action: action, names: names)
  }
}
