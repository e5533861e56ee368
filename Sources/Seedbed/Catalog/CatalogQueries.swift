internal import Postgres

/// The statements of `CatalogReader`; each names its columns in the order in which they are read.
///
/// A small run spends most of its time here, and most of that in planning, so each statement joins
/// as little as it can, and what is rarely needed is asked for by itself.
struct CatalogQueries {
  let serverVersion: Int

  /// The tables named, and those that refer to some others.
  func tables(_ names: [String], referringTo parents: [Int] = []) -> SQL {
    let referring =
      parents.isEmpty
      ? ""
      : """
      OR c.oid IN (SELECT f.conrelid FROM pg_constraint f
        WHERE f.contype = 'f' AND f.conparentid = 0
          AND f.confrelid IN (\(parents.map(String.init).joined(separator: ", "))))
      """
    return """
      \(unsafe: Self.table)
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE (c.relname = ANY (\(names)) AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
          \(unsafe: referring))
        AND \(unsafe: Self.isForeign)
      """
  }

  /// These tables and all that foreign keys lead to from them.
  func tables(reachedFrom tables: [String]) -> SQL {
    """
    WITH RECURSIVE wanted AS (
      SELECT oid FROM pg_catalog.unnest(\(tables)::oid[]) AS given(oid)
      UNION
      SELECT f.confrelid FROM wanted w
      JOIN pg_constraint f ON f.conrelid = w.oid AND f.contype = 'f')
    \(unsafe: Self.table)
    FROM wanted w JOIN pg_class c ON c.oid = w.oid JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE \(unsafe: Self.isForeign)
    """
  }

  /// Not one of PostgreSQL's own.
  private static let isForeign = "n.nspname <> 'information_schema' AND n.nspname !~ '^pg_'"

  /// The last column is 1 where triggers see rows before they are written, plus 2 where others fire.
  private static let table = """
    SELECT c.oid, n.nspname, c.relname, c.relkind,
      pg_catalog.has_table_privilege(c.oid, 'SELECT'),
      pg_catalog.has_any_column_privilege(c.oid, 'INSERT'),
      pg_catalog.has_any_column_privilege(c.oid, 'UPDATE'),
      pg_catalog.row_security_active(c.oid),
      CASE WHEN c.relhastriggers THEN (
        SELECT coalesce(bit_or(CASE WHEN g.tgtype & 3 = 3 THEN 1 ELSE 2 END), 0)
        FROM pg_trigger g WHERE g.tgrelid = c.oid AND NOT g.tgisinternal) ELSE 0 END
        | CASE WHEN c.relhasrules AND c.relkind <> 'v' THEN 2 ELSE 0 END
    """

  /// The columns, with what there is to know of a plain type or an array of one.
  func columns(of tables: [String]) -> SQL {
    """
    SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod,
      pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
      a.attgenerated,
      coalesce(
        pg_catalog.pg_get_expr(d.adbin, d.adrelid), pg_catalog.pg_get_expr(t.typdefaultbin, 0)),
      (SELECT pg_catalog.quote_ident(cn.nspname) || '.' || pg_catalog.quote_ident(co.collname)
       FROM pg_collation co JOIN pg_namespace cn ON cn.oid = co.collnamespace
       WHERE co.oid = a.attcollation
         AND (a.attcollation <> t.typcollation OR t.typtype = 'd' AND co.collname <> 'default')),
      t.typname, (SELECT nspname FROM pg_namespace WHERE oid = t.typnamespace),
      t.typtype, t.typcategory,
      e.typname, (SELECT nspname FROM pg_namespace WHERE oid = e.typnamespace),
      e.typtype, e.typcategory,
      pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'INSERT'),
      pg_catalog.has_column_privilege(a.attrelid, a.attnum, 'UPDATE')
    FROM pg_attribute a
    JOIN pg_type t ON t.oid = a.atttypid
    LEFT JOIN pg_type e ON e.oid = t.typelem AND t.typcategory = 'A'
    LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    WHERE a.attrelid = ANY (\(tables)::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attrelid, a.attnum
    """
  }

  /// The unique indexes; only those are B-trees, whose equality is their operator class's.
  func keys(of tables: [String]) -> SQL {
    """
    SELECT i.indrelid, c.relname, i.indisprimary, i.indisvalid, i.indimmediate,
      \(unsafe: serverVersion >= 150_000 ? "i.indnullsnotdistinct" : "false"),
      pg_catalog.pg_get_expr(i.indpred, i.indrelid), i.indnkeyatts, i.indkey, i.indclass,
      CASE WHEN i.indexprs IS NOT NULL THEN
        ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, k, true)
          FROM pg_catalog.generate_series(1, i.indnkeyatts) k) END
    FROM pg_index i JOIN pg_class c ON c.oid = i.indexrelid
    WHERE i.indrelid = ANY (\(tables)::oid[]) AND i.indisunique AND c.relam = 403
    ORDER BY i.indrelid, NOT i.indisprimary, c.relname
    """
  }

  /// A key that leads to a partitioned table is there once for each partition as well; only the one
  /// to the table itself counts.
  func foreignKeys(of tables: [String]) -> SQL {
    """
    SELECT f.conrelid, f.conname, f.confrelid, f.conkey, f.confkey, f.condeferrable
    FROM pg_constraint f WHERE f.conrelid = ANY (\(tables)::oid[]) AND f.contype = 'f'
      AND NOT EXISTS (SELECT FROM pg_constraint p
        WHERE p.oid = f.conparentid AND p.conrelid = f.conrelid)
    ORDER BY f.conrelid, f.conname
    """
  }

  /// The schemas of operator classes that are not PostgreSQL's own; their operators lie there too.
  func schemas(ofOperatorClasses classes: [String]) -> SQL {
    """
    SELECT oid, opcnamespace::regnamespace::text FROM pg_opclass
    WHERE oid = ANY (\(classes)::oid[])
    """
  }

  /// Types and all that they are made of.
  func types(_ oids: [String]) -> SQL {
    """
    WITH RECURSIVE used AS (
      SELECT oid FROM pg_catalog.unnest(\(oids)::oid[]) AS given(oid)
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
}
