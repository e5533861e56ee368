internal import Postgres

/// The schema of the tables that Seedbed keeps in a database: `seedbed`, unless `"ownSchema"` of
/// `seedbed.json` names another.
///
/// A session carries it, so that whoever writes a statement about these tables has it at hand.
/// Wherever the objects of a database are counted, compared, dumped or offered, what is in it is
/// left out.
public struct OwnSchema: Sendable, Hashable, CustomStringConvertible {
  public let name: String

  init(_ name: String) { self.name = name }

  public static let standard = OwnSchema("seedbed")

  /// As statements and messages have it: quoted, all but for the standard name.
  public var description: String { self == .standard ? name : quoted(identifier: name) }

  /// The name as a text in a statement.
  var literal: String { quoted(literal: name) }

  /// What has been run in the database, and how far.
  var migrations: OwnTable { table("migrations") }
  /// Which rows Seedbed has made.
  var rows: OwnTable { table("rows") }
  /// What the database says of itself.
  var settings: OwnTable { table("settings") }
  /// How far each backfill is.
  var backfills: OwnTable { table("backfills") }
  /// What a template knows of its own rows.
  var baseline: OwnTable { table("baseline") }
  var baselineState: OwnTable { table("baseline_state") }

  private func table(_ name: String) -> OwnTable { OwnTable(schema: self, name: name) }

  /// The condition for a schema that is the application's: neither this one nor the server's.
  ///
  /// - Parameter namespace: the alias of `pg_namespace`.
  func leavesOut(_ namespace: String) -> String {
    """
    (\(namespace).nspname !~ '^pg_' \
    AND \(namespace).nspname NOT IN ('information_schema', \(literal)))
    """
  }

  /// Why a schema of this name cannot be Seedbed's own; nil where it can.
  static func objection(to name: String) -> String? {
    if name.utf8.count > 63 { return "PostgreSQL's names have 63 bytes at most" }
    if name.hasPrefix("pg_") || name == "information_schema" {
      return "schemas of that name are the server's"
    }
    // Drift, dumps and copies leave out all that is in it, whoever made it.
    if name == "public" { return "what is in Seedbed's own schema is passed over as its own" }
    return nil
  }
}

/// A table in it.
struct OwnTable: Sendable, Hashable, CustomStringConvertible {
  let schema: OwnSchema
  let name: String

  /// As statements and messages have it.
  var description: String { "\(schema).\(name)" }

  /// Whether it is there, as an expression.
  var exists: String { "(pg_catalog.to_regclass(\(quoted(literal: description))) IS NOT NULL)" }

  /// Its number, as an expression; NULL where it is missing.
  var oid: String { "pg_catalog.to_regclass(\(quoted(literal: description)))" }
}

extension SQL.StringInterpolation {
  mutating func appendInterpolation(_ schema: OwnSchema) {
    appendInterpolation(unsafe: schema.description)
  }

  mutating func appendInterpolation(_ table: OwnTable) {
    appendInterpolation(unsafe: table.description)
  }
}

extension Connection {
  /// Where Seedbed's own tables are in the session's database.
  var own: OwnSchema { OwnSchema(ownSchema) }
}
