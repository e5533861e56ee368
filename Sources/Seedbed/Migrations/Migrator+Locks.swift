internal import Postgres
internal import SQLScript

extension Migrator {
  /// What minds those who use the tables; nil in a database that nobody else uses, or that may be
  /// thrown away.
  func lockEngine(_ keeper: RunKeeper) throws -> LockEngine? {
    guard !isAlone, try LockEngine.minds(keeper.connection) else { return nil }
    return try LockEngine(
      keeper.connection, budget: patience, allowsBlocking: allowsBlocking,
      queueLimit: queueLimit, progress)
  }

  /// Looks ahead at what the scripts will do.
  ///
  /// - Returns: by the migrations' names; empty where nobody can tell.
  /// - Throws: before the first statement runs, every one that would hold others off for as long as
  ///   it works.
  func forecasts(
    of items: [MigrationWork.Item], _ scripts: ReadScripts, _ keeper: RunKeeper
  ) throws -> [String: ScriptForecast] {
    guard let forecast else { return [:] }
    if items.isEmpty { return [:] }
    let pending = try items.map { item in
      PendingScript(
        item.migration.name, try scripts.script(of: item),
        appliedStatements: item.appliedStatements)
    }
    let found = zip(pending, try forecast(pending, keeper.connection)).map {
      ($0, ScriptForecast(effects: $1))
    }
    if !allowsBlocking {
      let problems = found.flatMap { $0.script.refusals($1) }
      if let problem = Problem.together(problems) { throw problem }
    }
    return Dictionary(found.map { ($0.name, $1) }) { one, _ in one }
  }
}
