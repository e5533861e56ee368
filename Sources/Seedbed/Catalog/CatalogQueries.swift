internal import Postgres

/// The statements of `CatalogReader`; each names its columns in the order in which they are read.
struct CatalogQueries {
  let serverVersion: Int

  func tables(_ names: [String]) -> SQL {
    """
    \(wanted(names))
    SELECT c.oid, n.nspname, c.relname, c.relkind,
      pg_catalog.has_table_privilege(c.oid, 'SELECT'),
      pg_catalog.has_any_column_privilege(c.oid, 'INSERT'),
      pg_catalog.has_any_column_privilege(c.oid, 'UPDATE'),
      pg_catalog.row_security_active(c.oid)
    FROM wanted w JOIN pg_class c ON c.oid = w.oid JOIN pg_namespace n ON n.oid = c.relnamespace
    """
  }

  func columns(of names: [String]) -> SQL {
    """
    \(wanted(names))
    SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod,
      pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
      a.attgenerated,
      coalesce(pg_catalog.pg_get_expr(d.adbin, d.adrelid), pg_catalog.pg_get_expr(t.typdefaultbin, 0)),
      (SELECT pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
       FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
       WHERE co.oid = a.attcollation
         AND (a.attcollation <> t.typcollation OR t.typtype = 'd' AND co.collname <> 'default')),
      s.nspname, s.relname, pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'INSERT'),
      pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'UPDATE')
    FROM wanted w
    JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN LATERAL (
      SELECT sn.nspname, sc.relname FROM pg_depend p
      JOIN pg_class sc ON sc.oid = p.objid AND sc.relkind = 'S'
      JOIN pg_namespace sn ON sn.oid = sc.relnamespace
      WHERE p.classid = 'pg_class'::regclass AND p.refclassid = 'pg_class'::regclass
        AND p.refobjid = a.attrelid AND p.refobjsubid = a.attnum AND p.deptype IN ('a', 'i')
      LIMIT 1) s ON d.adbin IS NOT NULL OR a.attidentity <> ''
    ORDER BY a.attrelid, a.attnum
    """
  }

  func keys(of names: [String]) -> SQL {
    """
    \(wanted(names))
    SELECT i.indrelid, c.relname, i.indisprimary, i.indisvalid, i.indimmediate,
      \(unsafe: serverVersion >= 150_000 ? "i.indnullsnotdistinct" : "false"),
      pg_catalog.pg_get_expr(i.indpred, i.indrelid),
      array_agg(i.indkey[k - 1] ORDER BY k),
      array_agg(coalesce(a.attname::text, pg_catalog.pg_get_indexdef(i.indexrelid, k, true))
        ORDER BY k),
      array_agg((SELECT pg_catalog.format('OPERATOR(%I.%s)', n.nspname, o.oprname)
        FROM pg_opclass oc
        JOIN pg_amop ao ON ao.amopfamily = oc.opcfamily AND ao.amoplefttype = oc.opcintype
          AND ao.amoprighttype = oc.opcintype AND ao.amopstrategy = 3
        JOIN pg_operator o ON o.oid = ao.amopopr
        JOIN pg_namespace n ON n.oid = o.oprnamespace
        WHERE oc.oid = i.indclass[k - 1]) ORDER BY k)
    FROM wanted w
    JOIN pg_index i ON i.indrelid = w.oid AND i.indisunique
    JOIN pg_class c ON c.oid = i.indexrelid
    JOIN pg_am am ON am.oid = c.relam AND am.amname = 'btree'
    CROSS JOIN LATERAL generate_series(1, i.indnkeyatts) k
    LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1]
      AND a.attnum <> 0
    GROUP BY i.indrelid, i.indexrelid, c.relname, i.indisprimary, i.indisvalid, i.indimmediate,
      6, 7
    ORDER BY i.indrelid, NOT i.indisprimary, c.relname
    """
  }

  func foreignKeys(of names: [String]) -> SQL {
    """
    \(wanted(names))
    SELECT f.conrelid, f.conname, f.confrelid, f.conkey, f.confkey, f.condeferrable
    FROM wanted w JOIN pg_constraint f ON f.conrelid = w.oid AND f.contype = 'f'
    ORDER BY f.conrelid, f.conname
    """
  }

  /// The columns' types and all that they are made of.
  func types(of names: [String]) -> SQL {
    """
    \(wanted(names)), used AS (
      SELECT a.atttypid AS oid FROM wanted w
      JOIN pg_attribute a ON a.attrelid = w.oid AND a.attnum > 0 AND NOT a.attisdropped
      UNION
      SELECT part.oid FROM used u JOIN pg_type t ON t.oid = u.oid
      CROSS JOIN LATERAL (
        SELECT t.typelem WHERE t.typcategory = 'A'
        UNION ALL SELECT t.typbasetype WHERE t.typtype = 'd'
        UNION ALL SELECT r.rngsubtype FROM pg_range r WHERE r.rngtypid = t.oid
        UNION ALL SELECT ca.atttypid FROM pg_attribute ca
          WHERE t.typtype = 'c' AND ca.attrelid = t.typrelid AND ca.attnum > 0
            AND NOT ca.attisdropped) part(oid))
    SELECT t.oid, n.nspname, t.typname, t.typtype, t.typcategory, t.typelem, t.typbasetype,
      t.typtypmod, t.typnotnull, r.rngsubtype,
      CASE WHEN t.typtype = 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END,
      CASE WHEN t.typtype = 'e' THEN (SELECT array_agg(e.enumlabel::text ORDER BY e.enumsortorder)
        FROM pg_enum e WHERE e.enumtypid = t.oid) END,
      f.names, f.types, f.modifiers
    FROM used u JOIN pg_type t ON t.oid = u.oid JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_range r ON r.rngtypid = t.oid
    LEFT JOIN LATERAL (
      SELECT array_agg(a.attname::text ORDER BY a.attnum) AS names,
        array_agg(a.atttypid ORDER BY a.attnum) AS types,
        array_agg(a.atttypmod ORDER BY a.attnum) AS modifiers
      FROM pg_attribute a WHERE t.typtype = 'c' AND a.attrelid = t.typrelid AND a.attnum > 0
        AND NOT a.attisdropped) f ON true
    """
  }

  /// The tables named, and all that foreign keys lead to from there.
  private func wanted(_ names: [String]) -> Fragment {
    Fragment(
      """
      WITH RECURSIVE wanted AS (
        SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE c.relname = ANY (\(quoted(literal: ArrayLiteral.text(of: names)))::text[])
          AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
          AND n.nspname NOT IN ('pg_catalog', 'information_schema') AND n.nspname !~ '^pg_'
        UNION
        SELECT f.confrelid FROM wanted w
        JOIN pg_constraint f ON f.conrelid = w.oid AND f.contype = 'f')
      """)
  }
}

/// A piece of SQL whose only outside text was quoted where it was made.
private struct Fragment {
  let text: String
  init(_ text: String) { self.text = text }
}

extension SQL.StringInterpolation {
  fileprivate mutating func appendInterpolation(_ fragment: Fragment) {
    appendInterpolation(unsafe: fragment.text)
  }
}
