extension PictureScope {
  var views: String {
    """
    SELECT name, options, definition, defaults,
      format(E'CREATE VIEW %s%s AS\\n%s', name, ' WITH (' || options || ')', body) AS "sql create",
      format('DROP VIEW %s', name) AS "sql drop",
      format(E'CREATE OR REPLACE VIEW %s%s AS\\n%s', name, ' WITH (' || options || ')', body)
        AS "sql alter"
    FROM \(selection(of: "v")) v
    """
  }

  var materializedViews: String {
    """
    SELECT name, options, definition,
      format(E'CREATE MATERIALIZED VIEW %s%s AS\\n%s', name, ' WITH (' || options || ')', body)
        AS "sql create",
      format('DROP MATERIALIZED VIEW %s', name) AS "sql drop"
    FROM \(selection(of: "m")) v
    """
  }

  private func selection(of kind: Character) -> String {
    """
    (SELECT format('%I.%I', n.nspname, c.relname) AS name,
        array_to_string(c.reloptions, ', ') AS options, pg_get_viewdef(c.oid) AS definition,
        rtrim(pg_get_viewdef(c.oid), ';') AS body,
        (SELECT string_agg(format('%I %s', a.attname, pg_get_expr(d.adbin, d.adrelid)), ', '
            ORDER BY a.attname)
          FROM pg_attrdef d JOIN pg_attribute a ON a.attrelid = d.adrelid AND a.attnum = d.adnum
          WHERE d.adrelid = c.oid) AS defaults
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = '\(kind)' AND \(relation("c", "n")))
    """
  }
}
