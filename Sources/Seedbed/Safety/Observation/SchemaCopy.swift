internal import Postgres
internal import SQLScript

/// Makes a shadow what the real database is, but for its rows: its indexes, what is validated and
/// what is not, its partitions, as no replay of migrations can know them.
struct SchemaCopy {
  private let statements: Script
  private let text: String
  /// The definitions of what pg_dump leaves out or leaves empty.
  private let additions: [String]

  /// Reads the schema; nothing is written.
  ///
  /// - Parameter isElsewhere: the shadow is on another server, which has no such tablespaces.
  init(of database: Database, on connection: Connection, isElsewhere: Bool) throws {
    // It must not queue up behind a migration that has a table to itself.
    var arguments = ["--lock-wait-timeout=3000"]
    if isElsewhere { arguments.append("--no-tablespaces") }
    let dump = try SchemaDump(of: database, on: connection).output(arguments)
    // psql's own commands are for psql.
    text = dump.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("\\restrict ") && !$0.hasPrefix("\\unrestrict ") }
      .joined(separator: "\n")
    do {
      statements = try Script(text)
    } catch {
      throw Problem("plan.schema", "the schema that pg_dump has written cannot be read")
    }
    additions = try connection.run(simple: Self.additionsQuery).map { $0.string(0) }
  }

  /// Makes it; what the server does not take is left out.
  ///
  /// - Returns: how many statements were left out, and what the server said to the first.
  func restore(to shadow: Database, _ progress: any Progress) throws -> (left: Int, why: String?) {
    let session = try shadow.connect(applicationName: "seedbed plan", progress)
    session.onNotice = { _ in }
    // A mapping would lead from foreign tables to the real rows of another server.
    let isWhole = !statements.statements.contains(where: \.isUserMapping)
    var left = 0
    var why: String?
    if !isWhole || (try? session.run(simple: text)) == nil {
      for statement in statements.statements where !statement.isUserMapping {
        do throws(PostgresError) {
          try session.run(simple: statements.text(of: statement))
        } catch {
          if error.isConnectionFailure { throw error }
          left += 1
          why = why ?? error.message
        }
      }
    }
    for addition in additions { _ = try? session.run(simple: addition) }
    return (left, why)
  }

  /// Invalid indexes, which pg_dump leaves out; and materialized views that hold rows, which cannot
  /// be refreshed concurrently before they do, the oldest first.
  private static let additionsQuery = """
    SELECT pg_catalog.pg_get_indexdef(i.indexrelid)
    FROM pg_catalog.pg_index i JOIN pg_catalog.pg_class c ON c.oid = i.indrelid
    JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE NOT i.indisvalid AND c.relkind IN ('r', 'm') AND n.nspname !~ '^pg_'
    UNION ALL
    (SELECT pg_catalog.format('REFRESH MATERIALIZED VIEW %I.%I', n.nspname, c.relname)
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind = 'm' AND c.relispopulated AND n.nspname !~ '^pg_' ORDER BY c.oid)
    """
}

extension Statement {
  fileprivate var isUserMapping: Bool { words.starts(with: ["CREATE", "USER", "MAPPING"]) }
}
