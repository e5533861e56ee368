extension PictureScope {
  /// The server names what a comment is on as COMMENT ON takes it, all but for a few kinds.
  var comments: String {
    """
    SELECT format('%s %s', k.word, o.identity) AS name, \(annotatedParent) AS parent,
      d.description AS text,
      format('COMMENT ON %s %s IS %L', upper(k.word), k.target, d.description) AS "sql create",
      format('COMMENT ON %s %s IS NULL', upper(k.word), k.target) AS "sql drop",
      format('COMMENT ON %s %s IS %L', upper(k.word), k.target, d.description) AS "sql alter"
    \(annotated(in: "pg_description"))
      AND NOT (o.type = 'schema' AND o.identity = 'public'
        AND d.description = 'standard public schema')
    """
  }

  /// What extensions for access control have put down of objects.
  var securityLabels: String {
    """
    SELECT format('%s %s for %I', k.word, o.identity, d.provider) AS name,
      \(annotatedParent) AS parent, d.label AS label,
      format('SECURITY LABEL FOR %I ON %s %s IS %L', d.provider, upper(k.word), k.target, d.label)
        AS "sql create",
      format('SECURITY LABEL FOR %I ON %s %s IS NULL', d.provider, upper(k.word), k.target)
        AS "sql drop",
      format('SECURITY LABEL FOR %I ON %s %s IS %L', d.provider, upper(k.word), k.target, d.label)
        AS "sql alter"
    \(annotated(in: "pg_seclabel"))
    """
  }

  private var annotatedParent: String {
    """
    CASE WHEN d.objsubid <> 0 OR o.type IN ('table constraint', 'trigger', 'policy', 'rule')
        THEN format('%s %s', \(word("c")), c.oid::regclass)
        ELSE format('%s %s', CASE WHEN t.typtype = 'e' THEN 'enum' WHEN t.typtype = 'r' THEN 'range type'
          WHEN o.type = 'type' THEN 'domain' ELSE o.type END, o.identity) END
    """
  }

  /// The objects `o` that a catalog `d` says something of, with the words `k` for them.
  private func annotated(in catalog: String) -> String {
    """
    FROM \(catalog) d
    CROSS JOIN LATERAL pg_identify_object(d.classoid, d.objoid, d.objsubid) o
    LEFT JOIN pg_constraint q ON d.classoid = 'pg_constraint'::regclass AND q.oid = d.objoid
    LEFT JOIN pg_trigger g ON d.classoid = 'pg_trigger'::regclass AND g.oid = d.objoid
    LEFT JOIN pg_policy p ON d.classoid = 'pg_policy'::regclass AND p.oid = d.objoid
    LEFT JOIN pg_rewrite w ON d.classoid = 'pg_rewrite'::regclass AND w.oid = d.objoid
    LEFT JOIN pg_type t ON d.classoid = 'pg_type'::regclass AND t.oid = d.objoid
    LEFT JOIN pg_class c ON c.oid = CASE WHEN d.classoid = 'pg_class'::regclass THEN d.objoid
      ELSE coalesce(q.conrelid, g.tgrelid, p.polrelid, w.ev_class) END
    CROSS JOIN LATERAL (SELECT CASE o.type WHEN 'table column' THEN 'column'
        WHEN 'view column' THEN 'column' WHEN 'materialized view column' THEN 'column'
        WHEN 'composite type' THEN 'type' WHEN 'table constraint' THEN 'constraint'
        WHEN 'domain constraint' THEN 'constraint' WHEN 'statistics object' THEN 'statistics'
        ELSE o.type END AS word,
      CASE o.type WHEN 'domain constraint' THEN replace(o.identity, ' on ', ' on domain ')
        ELSE o.identity END AS target) k
    LEFT JOIN pg_namespace n ON n.nspname = o.schema
    WHERE (n.oid IS NULL OR \(inside("n"))) AND coalesce(c.oid, 0) NOT IN (\(hidden))
      AND o.type NOT IN ('language', 'access method', 'extension', 'large object')
      AND NOT (o.type = 'schema' AND (o.identity ~ '^"?pg_'
        OR o.identity IN ('information_schema', pg_catalog.quote_ident(\(ownSchema.literal)))))
      AND (n.oid IS NOT NULL OR c.relnamespace IS NULL OR EXISTS (SELECT FROM pg_namespace cn
        WHERE cn.oid = c.relnamespace AND \(inside("cn"))))
      AND (d.objoid >= 16384 OR o.type = 'schema')
      AND NOT EXISTS (SELECT FROM pg_depend own WHERE own.classid = d.classoid
        AND own.objid = d.objoid AND own.deptype = 'e')
    """
  }
}
