import Postgres
import Seedbed
import TestSupport
import Testing

/// A database in an old state, and fixtures that say a new one: every row differs, some are new,
/// unique values move from row to row, references change.
struct TwoStates {
  let folder: TemporaryFolder
  /// nil: the project's own local server.
  let url: String?
  let old: [String]
  let new: [String]

  static let schema = """
    CREATE TABLE teams (id serial PRIMARY KEY, name text UNIQUE NOT NULL, rank int UNIQUE,
      note text);
    CREATE TABLE members (id serial PRIMARY KEY, email text UNIQUE NOT NULL, note text,
      team_id int NOT NULL REFERENCES teams, mentor_id int REFERENCES members);
    CREATE TABLE awards (member_id int REFERENCES members, name text, note text,
      PRIMARY KEY (member_id, name));
    """

  /// Every row by its natural key.
  private static let contents = """
    SELECT concat_ws('|', 'team', name, rank, note) FROM teams
    UNION ALL SELECT concat_ws('|', 'member', m.email, m.note, t.name, o.email)
      FROM members m JOIN teams t ON t.id = m.team_id LEFT JOIN members o ON o.id = m.mentor_id
    UNION ALL SELECT concat_ws('|', 'award', m.email, a.name, a.note)
      FROM awards a JOIN members m ON m.id = a.member_id ORDER BY 1
    """

  private static func fixtures(_ note: String, shift: Int, teams: Int) -> [String: String] {
    let members = teams * 6
    func list(_ count: Int, _ record: (Int) -> String) -> String {
      "[\((0..<count).map(record).joined(separator: ",\n"))]\n"
    }
    let ranked = list(teams) {
      #"{"name": "t\#($0)", "rank": \#(($0 + shift) % teams), "note": "\#(note)"}"#
    }
    return [
      "teams.json": #"{"$key": ["name"], "$rows": \#(ranked)}"#,
      "members.json": list(members) {
        #"{"email": "m\#($0)", "note": "\#(note)", "team_id": {"name": "t\#(($0 + shift) % teams)"}, "#
          + #""mentor_id": \#($0 == 0 ? "null" : #"{"email": "m\#($0 / 2)"}"#)}"#
      },
      "awards.json": list(members) {
        #"{"member_id": {"email": "m\#($0)"}, "name": "a", "note": "\#(note)"}"#
      },
    ]
  }

  /// - Parameter url: where the schema is made; without it, the folder becomes a project with a
  ///   server of its own.
  init(in folder: TemporaryFolder, url: String?) throws {
    self.folder = folder
    self.url = url
    if let url {
      try Connection(ConnectionTarget(parsing: url)).run(simple: Self.schema)
    } else {
      try folder.write("migrations/20260101000000_schema.sql", Self.schema)
      try folder.write("seeds/.keep", "")
      try Self.seedbed("up", in: folder, url: nil)
    }
    func state(_ note: String, shift: Int, teams: Int) throws -> [String] {
      for (name, text) in Self.fixtures(note, shift: shift, teams: teams) {
        try folder.write("seeds/\(name)", text)
      }
      try Self.seedbed("seed", in: folder, url: url)
      return try Self.contents(try Self.connect(folder, url))
    }
    old = try state("old", shift: 0, teams: 20)
    try Self.connect(folder, url).run(
      simple: """
        CREATE SCHEMA kept;
        CREATE TABLE kept.teams AS TABLE teams;
        CREATE TABLE kept.members AS TABLE members;
        CREATE TABLE kept.awards AS TABLE awards
        """)
    new = try state("new", shift: 1, teams: 25)
  }

  func connect() throws -> Connection { try Self.connect(folder, url) }

  private static func connect(_ folder: TemporaryFolder, _ url: String?) throws -> Connection {
    let url = try url ?? seedbed("db", "url", "--socket", in: folder, url: nil)
    let target = try ConnectionTarget(parsing: String(url.prefix { $0 != "\n" }))
    return try Connection(target, applicationName: "administrator")
  }

  /// Back to the old rows, by other means than the one under test.
  func restore(_ connection: Connection) throws {
    try connection.run(
      simple: """
        TRUNCATE teams, members, awards;
        INSERT INTO teams TABLE kept.teams;
        INSERT INTO members TABLE kept.members;
        INSERT INTO awards TABLE kept.awards
        """)
  }

  static func contents(_ connection: Connection) throws -> [String] {
    try connection.run(simple: contents).map { $0.string(0) }
  }

  func start() throws -> BackgroundRun { try BackgroundRun("seed", in: folder, url: url) }

  enum State { case old, new }

  /// Expects that the database holds one of the two states, that a run completes the new one, and
  /// that the run after it finds nothing to do.
  ///
  /// - Returns: which of the two it was.
  @discardableResult
  func check(_ moment: String) throws -> State {
    let found = try Self.contents(connect())
    #expect(found == old || found == new, "a mixture, \(moment)")
    try seed()
    #expect(try Self.contents(connect()) == new, "after the next run, \(moment)")
    #expect(try seed().contains("nothing to do"), "\(moment)")
    return found == new ? .new : .old
  }

  @discardableResult
  func seed() throws -> String { try Self.seedbed("seed", in: folder, url: url) }

  @discardableResult
  private static func seedbed(
    _ arguments: String..., in folder: TemporaryFolder, url: String?
  ) throws -> String {
    let outcome = try Binary.run(
      arguments + ["--root", folder.path] + (url.map { ["--database-url", $0] } ?? []),
      in: folder.path)
    try #require(outcome.status == 0, "\(arguments): \(outcome.output)\(outcome.errors)")
    return outcome.output
  }
}
