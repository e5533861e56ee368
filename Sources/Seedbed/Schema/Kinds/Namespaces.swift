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

  var languages: String {
    """
    SELECT format('%I', l.lanname) AS name, CASE WHEN l.lanpltrusted THEN 'yes' END AS trusted,
      nullif(l.lanplcallfoid, 0)::regproc AS handler, nullif(l.laninline, 0)::regproc AS inline,
      nullif(l.lanvalidator, 0)::regproc AS validator,
      format('DROP LANGUAGE %I', l.lanname) AS "sql drop"
    FROM pg_language l WHERE l.lanispl AND \(own("pg_language", "l.oid"))
    """
  }

  /// Those that the server came with have the numbers that are reserved for it (manual, 52.2).
  var accessMethods: String {
    """
    SELECT format('%I', a.amname) AS name, CASE a.amtype WHEN 't' THEN 'table' ELSE 'index' END AS type,
      a.amhandler::regproc AS handler,
      format('CREATE ACCESS METHOD %I TYPE %s HANDLER %s', a.amname,
        CASE a.amtype WHEN 't' THEN 'TABLE' ELSE 'INDEX' END, a.amhandler::regproc) AS "sql create",
      format('DROP ACCESS METHOD %I', a.amname) AS "sql drop"
    FROM pg_am a WHERE a.oid >= 16384 AND \(own("pg_am", "a.oid"))
    """
  }
}
