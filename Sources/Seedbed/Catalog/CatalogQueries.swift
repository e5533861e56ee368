internal import Postgres

/// The statements of `CatalogReader`; each names its columns in the order in which they are read.
///
/// A small run spends most of its time here, and most of that in planning: a new session has
/// nothing of the catalog at hand yet. So each statement reads one table of the catalog and leaves to
/// the reader what can be put together or left out there, and what is rarely needed is asked for by
/// itself.
struct CatalogQueries {
  let serverVersion: Int

  /// The relations named, of whatever kind and schema, and those that refer to some others.
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
      \(unsafe: Self.table) FROM pg_class c WHERE c.relname = ANY (\(names)) \(unsafe: referring)
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
    \(unsafe: Self.table) FROM wanted w JOIN pg_class c ON c.oid = w.oid
    """
  }

  private static let table = """
    SELECT c.oid, c.relnamespace::regnamespace, c.relname, c.relkind,
      pg_catalog.has_table_privilege(c.oid, 'SELECT'),
      pg_catalog.has_table_privilege(c.oid, 'INSERT'),
      pg_catalog.has_table_privilege(c.oid, 'UPDATE'),
      pg_catalog.row_security_active(c.oid), c.relhasrules
    """

  /// The columns; the collation of one whose type has none is 0.
  ///
  /// - Parameter areWritable: whoever asks may write all columns of these tables, and each need not
  ///   be looked up for that.
  func columns(of tables: [String], areWritable: Bool) -> SQL {
    let privileges = ["INSERT", "UPDATE"].map {
      areWritable ? "true" : "pg_catalog.has_column_privilege(a.attrelid, a.attnum, '\($0)')"
    }
    return """
      SELECT a.attrelid, a.attnum, a.attname, a.atttypid, a.atttypmod,
        pg_catalog.format_type(a.atttypid, a.atttypmod), a.attnotnull, a.attidentity,
        a.attgenerated,
        CASE WHEN a.atthasdef THEN (SELECT pg_catalog.pg_get_expr(d.adbin, d.adrelid)
          FROM pg_attrdef d WHERE d.adrelid = a.attrelid AND d.adnum = a.attnum) END,
        a.attcollation, \(unsafe: privileges.joined(separator: ", "))
      FROM pg_attribute a
      WHERE a.attrelid = ANY (\(tables)::oid[]) AND a.attnum > 0 AND NOT a.attisdropped
      """
  }

  /// The unique indexes. The last column is the index where it holds expressions.
  func keys(of tables: [String]) -> SQL {
    """
    SELECT i.indrelid, i.indexrelid::regclass, i.indisprimary, i.indisvalid, i.indimmediate,
      \(unsafe: serverVersion >= 150_000 ? "i.indnullsnotdistinct" : "false"),
      pg_catalog.pg_get_expr(i.indpred, i.indrelid), i.indnkeyatts, i.indkey, i.indclass,
      CASE WHEN i.indexprs IS NOT NULL THEN i.indexrelid END
    FROM pg_index i WHERE i.indrelid = ANY (\(tables)::oid[]) AND i.indisunique
    """
  }

  /// What indexes with expressions hold, column by column.
  func expressions(of indexes: [String]) -> SQL {
    """
    SELECT i.indexrelid, ARRAY(SELECT pg_catalog.pg_get_indexdef(i.indexrelid, k, true)
      FROM pg_catalog.generate_series(1, i.indnkeyatts) k)
    FROM pg_index i WHERE i.indexrelid = ANY (\(indexes)::oid[])
    """
  }

  func foreignKeys(of tables: [String]) -> SQL {
    """
    SELECT f.conrelid, f.conname, f.confrelid, f.conkey, f.confkey, f.condeferrable, f.oid,
      f.conparentid
    FROM pg_constraint f WHERE f.conrelid = ANY (\(tables)::oid[]) AND f.contype = 'f'
    """
  }

  /// The triggers that somebody has made.
  func triggers(of tables: [String]) -> SQL {
    """
    SELECT tgrelid, tgtype FROM pg_trigger
    WHERE tgrelid = ANY (\(tables)::oid[]) AND NOT tgisinternal
    """
  }

  /// The names of collations, qualified and quoted.
  func collations(_ oids: [String]) -> SQL {
    """
    SELECT o.oid, o.collnamespace::regnamespace::text || '.' || pg_catalog.quote_ident(o.collname)
    FROM pg_collation o WHERE o.oid = ANY (\(oids)::oid[])
    """
  }

  /// The schemas of operator classes that are not PostgreSQL's own, if they are for B-trees; their
  /// operators lie there too.
  func schemas(ofOperatorClasses classes: [String]) -> SQL {
    """
    SELECT oid, opcnamespace::regnamespace::text FROM pg_opclass
    WHERE oid = ANY (\(classes)::oid[]) AND opcmethod = 403
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
      f.names, f.types, f.modifiers, t.typcollation, pg_catalog.pg_get_expr(t.typdefaultbin, 0)
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
