internal import Postgres

/// What another tool has recorded in a database, in the order in which it did.
struct ForeignHistory: Sendable {
  struct Entry: Sendable {
    enum State: Sendable, Hashable {
      case applied
      /// What the tool's own record says of it, and what to do about it with the tool.
      case unsettled(String, wayOut: String)
    }

    /// As `Migration.version` has it.
    let version: String
    /// What the migration is called where the folder does not have it.
    let name: String
    var state = State.applied
    /// As the tool wrote it; nil where it keeps none.
    var checksum: String?
    /// As the server writes a time with its zone.
    var startedAt: String?
    var finishedAt: String?
    /// By which role, if the tool keeps it.
    var appliedBy: String?
  }

  let table: ForeignTable
  var entries: [Entry]

  /// Reads the table.
  static func read(
    _ table: ForeignTable, for migrations: [Migration], on connection: Connection
  ) throws -> ForeignHistory? {
    guard let reader = table.tool.historyReader else { return nil }
    let rows: Rows
    do throws(PostgresError) {
      rows = try connection.run(simple: reader.selection(from: table.sql))
    } catch {
      guard error.sqlState == "42501" else { throw error }
      throw Problem(
        "migrate.unreadable_history",
        "the history of \(table.tool.title) may not be read: \(table)",
        hint: "grant SELECT on it to the role that migrates")
    }
    return ForeignHistory(table: table, entries: reader.entries(rows, for: migrations))
  }
}

/// Reads the history of one tool.
protocol ForeignHistoryReader {
  /// By which the table is recognised, each as its name and type.
  var columns: Set<String> { get }
  /// Whether a table with further columns is another tool's.
  var hasOnlyThese: Bool { get }
  /// The query for what `entries` reads.
  func selection(from table: String) -> String
  /// - Parameter migrations: the folder's, for a tool that keeps no more than the newest version.
  func entries(_ rows: Rows, for migrations: [Migration]) -> [ForeignHistory.Entry]
  /// Whether the file is what the tool applied, by its own sum; true where it keeps none.
  func matches(_ migration: Migration, _ checksum: String) throws(Problem) -> Bool
  /// The algorithm of its checksums, for the record.
  var algorithm: String { get }
  /// The advisory locks by which its runs keep each other off.
  func locks(_ table: ForeignTable, database: String) -> [Int]
}

extension ForeignHistoryReader {
  var hasOnlyThese: Bool { false }
  var algorithm: String { "" }
  func matches(_ migration: Migration, _ checksum: String) -> Bool { true }
  func locks(_ table: ForeignTable, database: String) -> [Int] { [] }
}
