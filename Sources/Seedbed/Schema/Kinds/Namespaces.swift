extension PictureScope {
  var schemas: String {
    """
    SELECT format('%I', n.nspname) AS name,
      format('CREATE SCHEMA %I', n.nspname) AS "sql create",
      format('DROP SCHEMA %I', n.nspname) AS "sql drop"
    FROM pg_namespace n
    WHERE \(inside("n")) AND \(own("pg_namespace", "n.oid"))
    """
  }

  var extensions: String {
    """
    SELECT format('%I', e.extname) AS name, e.extversion AS version, format('%I', n.nspname) AS schema,
      format('CREATE EXTENSION %I WITH SCHEMA %I', e.extname, n.nspname) AS "sql create",
      format('DROP EXTENSION %I', e.extname) AS "sql drop",
      format('ALTER EXTENSION %I UPDATE TO %L', e.extname, e.extversion) AS "sql alter version"
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    """
  }
}
