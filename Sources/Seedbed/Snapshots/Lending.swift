internal import Postgres

/// Makes the databases that are lent, puts them right between two loans, and drops them.
package struct Lending: Sendable {
  let database: Database
  let template: KeptDatabase

  private var making: CloneMaking { CloneMaking(database: database, template: template.name) }

  /// Makes copies of the template, several at a time.
  package func make(_ names: [String]) throws {
    try making.make(
      names.map {
        KeptDatabase(
          $0, .lent, of: database.name, environment: template.environment, key: template.key)
      })
  }

  /// For a program that is to use it: with its password.
  package func url(of name: String) throws -> String {
    try database.sibling(named: name).secretURL(SilentProgress())
  }

  /// Ends all sessions with a database, and undoes all that was changed in it.
  ///
  /// - Returns: false where that cannot be done row by row.
  package func putRight(_ name: String) -> Bool {
    (try? restored(name)) ?? false
  }

  private func restored(_ name: String) throws -> Bool {
    guard let key = template.key else { return false }
    let connection = try database.sibling(named: name).connect()
    try DatabaseSessions(of: name).end(seenFrom: connection)
    try connection.run(simple: "BEGIN; SET LOCAL statement_timeout = 0; SET LOCAL jit = off")
    guard let deviation = try Deviation.read(from: key, on: connection) else { return false }
    if deviation.isEmpty { return true }
    let restoration = try RowRestoration(of: deviation, on: connection)
    guard restoration.obstacle == nil else { return false }
    let choice = ResetChoice(
      rows: deviation.rows, scanned: deviation.scanned, size: 0, hasSpare: false)
    guard choice.way == .rows else { return false }
    return try restoration.run(
      on: connection, from: database.sibling(named: template.name).connect(), limit: choice.limit)
      == nil
  }

  /// Ends the sessions with databases and drops them; what cannot be dropped is left to a later run.
  package func drop(_ names: [String]) { making.drop(names) }
}
