internal import Postgres

/// What belongs to a database and is not inside of it, so that a copy lacks it: its owner, its
/// settings, who may do what with it, how many sessions it takes, and the comment on it.
struct DatabaseProperties {
  private let owner: String
  private let isOwn: Bool
  private let connectionLimit: Int
  /// Nil where the usual privileges hold.
  private let grants: [String]?
  private let settings: [DatabaseSetting]
  let comment: String?

  init(of name: String, on server: Connection) throws(PostgresError) {
    let rows = try server.execute(
      """
      SELECT pg_catalog.pg_get_userbyid(datdba), datdba = current_user::pg_catalog.regrole,
        datconnlimit, datacl IS NOT NULL, pg_catalog.shobj_description(oid, 'pg_database')
      FROM pg_catalog.pg_database WHERE datname = \(name)
      """)
    owner = rows.first?.string(0) ?? ""
    isOwn = rows.first?.bool(1) ?? true
    connectionLimit = rows.first?.int(2) ?? -1
    comment = rows.first?[4]
    grants =
      rows.first?.bool(3) == true
      ? try server.execute(
        """
        SELECT pg_catalog.format('%s ON DATABASE %%s TO %s%s',
          a.privilege_type, CASE a.grantee WHEN 0 THEN 'PUBLIC'
            ELSE pg_catalog.quote_ident(pg_catalog.pg_get_userbyid(a.grantee)) END,
          CASE WHEN a.is_grantable THEN ' WITH GRANT OPTION' END)
        FROM pg_catalog.pg_database d, pg_catalog.aclexplode(d.datacl) a
        WHERE d.datname = \(name) AND a.grantee <> d.datdba
        """
      ).map { $0.string(0) } : nil
    settings = try DatabaseSetting.all(of: name, on: server)
  }

  /// What makes them another database's, the comment left out.
  func statements(for name: String) -> [String] {
    let target = quoted(identifier: name)
    var statements: [String] = []
    if connectionLimit >= 0 {
      statements.append("ALTER DATABASE \(target) CONNECTION LIMIT \(connectionLimit)")
    }
    // A template is kept from being written to by a setting of its own.
    statements += settings.filter { $0.name != "default_transaction_read_only" }
      .compactMap { $0.statement(for: name) }
    if let grants {
      statements.append("REVOKE ALL ON DATABASE \(target) FROM PUBLIC")
      statements += grants.map { grant in
        "GRANT " + grant.replacing(" ON DATABASE %s TO ", with: " ON DATABASE \(target) TO ")
      }
    }
    if !isOwn, !owner.isEmpty {
      statements.append("ALTER DATABASE \(target) OWNER TO \(quoted(identifier: owner))")
    }
    return statements
  }
}
