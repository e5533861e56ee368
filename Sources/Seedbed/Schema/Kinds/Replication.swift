/// What reaches other servers. Of a foreign server only its wrapper is told: its address differs
/// from place to place and is no matter of shape.
extension PictureScope {
  var foreignWrappers: String {
    """
    SELECT name, handler, validator,
      format('CREATE FOREIGN DATA WRAPPER %s%s%s', name, ' HANDLER ' || handler,
        ' VALIDATOR ' || validator) AS "sql create",
      format('DROP FOREIGN DATA WRAPPER %s', name) AS "sql drop"
    FROM (
      SELECT format('%I', w.fdwname) AS name, nullif(w.fdwhandler, 0)::regproc::text AS handler,
        nullif(w.fdwvalidator, 0)::regproc::text AS validator
      FROM pg_foreign_data_wrapper w WHERE \(own("pg_foreign_data_wrapper", "w.oid"))) w
    """
  }

  var foreignServers: String {
    """
    SELECT format('%I', s.srvname) AS name, format('%I', w.fdwname) AS wrapper
    FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    WHERE \(own("pg_foreign_server", "s.oid"))
    """
  }

  /// Of the options only their names are told: their values are passwords. A role that is not the
  /// server's owner does not see the options of others at all, and one that has none looks the same
  /// to it; `pg_user_mappings` decides by these conditions.
  var userMappings: String {
    """
    SELECT name, parent, CASE WHEN visible THEN options ELSE '\(SchemaObject.unseen)' END AS options,
      CASE WHEN visible AND options IS NULL
        THEN format('CREATE USER MAPPING FOR %s', target) END AS "sql create",
      format('DROP USER MAPPING FOR %s', target) AS "sql drop"
    FROM (
      SELECT format('%s on %I', u.role, m.srvname) AS name,
        format('foreign server %I', m.srvname) AS parent,
        format('%s SERVER %I', u.role, m.srvname) AS target,
        (SELECT string_agg(split_part(o, '=', 1), ', ' ORDER BY o) FROM unnest(m.umoptions) o)
          AS options,
        (SELECT rolsuper FROM pg_roles WHERE rolname = current_user)
          OR pg_has_role(s.srvowner, 'USAGE')
            AND (m.umuser = 0 OR m.usename = current_user)
          OR m.usename = current_user AND has_server_privilege(s.oid, 'USAGE') AS visible
      FROM pg_user_mappings m JOIN pg_foreign_server s ON s.oid = m.srvid
      CROSS JOIN LATERAL (SELECT CASE WHEN m.umuser = 0 THEN 'public'
        ELSE quote_ident(m.usename) END AS role) u
      WHERE \(own("pg_user_mapping", "m.umid")) AND \(own("pg_foreign_server", "s.oid"))) m
    """
  }

  var publications: String {
    """
    SELECT name, members, operations, root,
      format('CREATE PUBLICATION %s%s WITH (publish = %L%s)', name, ' FOR ' || members, operations,
        CASE WHEN root = 'yes' THEN ', publish_via_partition_root = true' END) AS "sql create",
      format('DROP PUBLICATION %s', name) AS "sql drop"
    FROM (
      SELECT format('%I', p.pubname) AS name,
        CASE WHEN p.puballtables THEN 'ALL TABLES' ELSE
          nullif(concat_ws(', ', \(publishedTables)\(publishedSchemas)), '') END AS members,
        concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END,
          CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
          CASE WHEN p.pubtruncate THEN 'truncate' END) AS operations,
        CASE WHEN p.pubviaroot THEN 'yes' END AS root
      FROM pg_publication p WHERE \(own("pg_publication", "p.oid"))) p
    """
  }

  /// With the columns and rows that are published of each, from PostgreSQL 15 on.
  private var publishedTables: String {
    let part =
      serverVersion < 150_000
      ? "''"
      : """
      concat((SELECT format(' (%s)', string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum))
          FROM pg_attribute a WHERE a.attrelid = r.prrelid AND a.attnum = ANY (r.prattrs)
          HAVING count(*) > 0),
        ' WHERE (' || pg_get_expr(r.prqual, r.prrelid) || ')')
      """
    return """
      (SELECT 'TABLE ' || string_agg(format('%s%s', r.prrelid::regclass, \(part)), ', '
          ORDER BY r.prrelid::regclass::text)
        FROM pg_publication_rel r WHERE r.prpubid = p.oid)
      """
  }

  private var publishedSchemas: String {
    guard serverVersion >= 150_000 else { return "" }
    return """
      , (SELECT 'TABLES IN SCHEMA ' || string_agg(s.pnnspid::regnamespace::text, ', '
          ORDER BY s.pnnspid::regnamespace::text)
        FROM pg_publication_namespace s WHERE s.pnpubid = p.oid)
      """
  }
}
