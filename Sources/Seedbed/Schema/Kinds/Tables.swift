extension PictureScope {
  var tables: String {
    """
    SELECT name, kind, persistence, "of type", inherits, "partition by", "partition of", bounds,
      access, options, "toast options", "row security", "replica identity", "clustered on", server,
      "foreign options",
      CASE WHEN "partition of" IS NOT NULL THEN
        format('CREATE %sTABLE %s PARTITION OF %s %s%s%s', persistent, name, "partition of", bounds,
          ' PARTITION BY ' || "partition by", ' WITH (' || options || ')')
      WHEN kind <> 'foreign table' AND "of type" IS NULL THEN
        format(E'CREATE %sTABLE %s (%s)%s%s%s', persistent, name, E'\\n  ' || columns || E'\\n',
          ' INHERITS (' || inherits || ')', ' PARTITION BY ' || "partition by",
          ' WITH (' || options || ')') END AS "sql create",
      format('DROP TABLE %s', name) AS "sql drop",
      format('ALTER TABLE %s %s ROW LEVEL SECURITY, %s FORCE ROW LEVEL SECURITY', name,
        CASE WHEN relrowsecurity THEN 'ENABLE' ELSE 'DISABLE' END,
        CASE WHEN relforcerowsecurity THEN '' ELSE 'NO' END) AS "sql alter row security",
      format('ALTER TABLE %s SET (%s)', name, options) AS "sql alter options",
      format('ALTER TABLE %s SET %s', name, coalesce(upper(persistence), 'LOGGED'))
        AS "sql alter persistence",
      CASE WHEN "clustered on" IS NULL THEN format('ALTER TABLE %s SET WITHOUT CLUSTER', name) END
        AS "sql alter clustered on"
    FROM (
      SELECT format('%I.%I', n.nspname, c.relname) AS name, c.relrowsecurity, c.relforcerowsecurity,
        CASE c.relkind WHEN 'p' THEN 'partitioned table' WHEN 'f' THEN 'foreign table'
          ELSE 'table' END AS kind,
        CASE c.relpersistence WHEN 'u' THEN 'unlogged' END AS persistence,
        CASE c.relpersistence WHEN 'u' THEN 'UNLOGGED ' END AS persistent,
        nullif(c.reloftype, 0)::regtype::text AS "of type",
        CASE WHEN NOT c.relispartition THEN parents.names END AS inherits,
        CASE WHEN c.relispartition THEN parents.names END AS "partition of",
        CASE WHEN c.relkind = 'p' THEN pg_get_partkeydef(c.oid) END AS "partition by",
        pg_get_expr(c.relpartbound, c.oid) AS bounds,
        CASE WHEN m.amname <> 'heap' THEN m.amname END AS access,
        array_to_string(c.reloptions, ', ') AS options,
        (SELECT array_to_string(o.reloptions, ', ') FROM pg_class o WHERE o.oid = c.reltoastrelid)
          AS "toast options",
        (SELECT x.indexrelid::regclass::text FROM pg_index x
          WHERE x.indrelid = c.oid AND x.indisclustered) AS "clustered on",
        (SELECT format('%I', s.srvname) FROM pg_foreign_table f
          JOIN pg_foreign_server s ON s.oid = f.ftserver WHERE f.ftrelid = c.oid) AS server,
        (SELECT array_to_string(f.ftoptions, ', ') FROM pg_foreign_table f WHERE f.ftrelid = c.oid)
          AS "foreign options",
        CASE WHEN c.relforcerowsecurity AND c.relrowsecurity THEN 'enabled, forced'
          WHEN c.relforcerowsecurity THEN 'forced' WHEN c.relrowsecurity THEN 'enabled' END
          AS "row security",
        CASE c.relreplident WHEN 'd' THEN NULL WHEN 'n' THEN 'nothing' WHEN 'f' THEN 'full'
          ELSE 'index ' || (SELECT x.indexrelid::regclass FROM pg_index x
            WHERE x.indrelid = c.oid AND x.indisreplident) END AS "replica identity",
        (SELECT string_agg(\(columnDefinition), E',\\n  ' ORDER BY a.attnum)
          FROM \(columnSource) WHERE a.attrelid = c.oid AND a.attnum > 0
            AND NOT a.attisdropped AND a.attislocal) AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      LEFT JOIN pg_am m ON m.oid = c.relam,
        LATERAL (SELECT string_agg(i.inhparent::regclass::text, ', ' ORDER BY i.inhseqno) AS names
          FROM pg_inherits i WHERE i.inhrelid = c.oid) parents
      WHERE c.relkind IN ('r', 'p', 'f') AND \(relation("c", "n"))) t
    """
  }
}
