/// Types that users make (manual, CREATE TYPE and CREATE DOMAIN).
extension PictureScope {
  var enums: String {
    """
    SELECT format('%I.%I', n.nspname, t.typname) AS name,
      string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder) AS labels,
      format('CREATE TYPE %I.%I AS ENUM (%s)', n.nspname, t.typname,
        string_agg(quote_literal(e.enumlabel), ', ' ORDER BY e.enumsortorder)) AS "sql create",
      format('DROP TYPE %I.%I', n.nspname, t.typname) AS "sql drop"
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_enum e ON e.enumtypid = t.oid
    WHERE t.typtype = 'e' AND \(inside("n")) AND \(own("pg_type", "t.oid"))
    GROUP BY n.nspname, t.typname
    """
  }

  var domains: String {
    """
    SELECT name, type, "collation", "not null", "default",
      format('CREATE DOMAIN %s AS %s%s%s%s', name, type, ' COLLATE ' || "collation",
        ' DEFAULT ' || "default", CASE WHEN "not null" = 'yes' THEN ' NOT NULL' END)
        AS "sql create",
      format('DROP DOMAIN %s', name) AS "sql drop",
      format('ALTER DOMAIN %s %s NOT NULL', name,
        CASE WHEN "not null" = 'yes' THEN 'SET' ELSE 'DROP' END) AS "sql alter not null",
      format('ALTER DOMAIN %s %s', name, coalesce('SET DEFAULT ' || "default", 'DROP DEFAULT'))
        AS "sql alter default"
    FROM (
      SELECT format('%I.%I', n.nspname, t.typname) AS name,
        format_type(t.typbasetype, t.typtypmod) AS type,
        CASE WHEN t.typcollation <> b.typcollation THEN t.typcollation::regcollation::text END
          AS "collation",
        CASE WHEN t.typnotnull THEN 'yes' END AS "not null",
        coalesce(pg_get_expr(t.typdefaultbin, 0), t.typdefault) AS "default"
      FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
      JOIN pg_type b ON b.oid = t.typbasetype
      WHERE t.typtype = 'd' AND \(inside("n")) AND \(own("pg_type", "t.oid"))) d
    """
  }

  /// Every table has a composite type of its own; those are no objects of their own.
  var composites: String {
    """
    SELECT name, columns, format('CREATE TYPE %s AS (%s)', name, columns) AS "sql create",
      format('DROP TYPE %s', name) AS "sql drop"
    FROM (
      SELECT format('%I.%I', n.nspname, c.relname) AS name,
        (SELECT string_agg(format('%I %s%s', a.attname, format_type(a.atttypid, a.atttypmod),
            CASE WHEN a.attcollation <> t.typcollation
              THEN ' COLLATE ' || a.attcollation::regcollation END), ', ' ORDER BY a.attnum)
          FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
          WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped) AS columns
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind = 'c' AND \(inside("n")) AND \(own("pg_type", "c.reltype"))) k
    """
  }

  var ranges: String {
    """
    SELECT name, subtype, "collation", difference, canonical, multirange,
      CASE WHEN canonical IS NULL THEN
        format('CREATE TYPE %s AS RANGE (SUBTYPE = %s%s%s, MULTIRANGE_TYPE_NAME = %s)', name,
          subtype, ', COLLATION = ' || "collation", ', SUBTYPE_DIFF = ' || difference, multirange)
        END AS "sql create",
      format('DROP TYPE %s', name) AS "sql drop"
    FROM (
      SELECT format('%I.%I', n.nspname, t.typname) AS name,
        format_type(r.rngsubtype, NULL) AS subtype,
        CASE WHEN r.rngcollation <> s.typcollation THEN r.rngcollation::regcollation::text END
          AS "collation",
        nullif(r.rngsubdiff, 0)::regproc::text AS difference,
        nullif(r.rngcanonical, 0)::regproc::text AS canonical,
        (SELECT format('%I.%I', mn.nspname, m.typname)
          FROM pg_type m JOIN pg_namespace mn ON mn.oid = m.typnamespace
          WHERE m.oid = r.rngmultitypid) AS multirange
      FROM pg_range r JOIN pg_type t ON t.oid = r.rngtypid
      JOIN pg_namespace n ON n.oid = t.typnamespace
      JOIN pg_type s ON s.oid = r.rngsubtype
      WHERE \(inside("n")) AND \(own("pg_type", "t.oid"))) r
    """
  }

  /// Those written in C, and those that are only announced.
  var baseTypes: String {
    """
    SELECT format('%I.%I', n.nspname, t.typname) AS name,
      CASE WHEN NOT t.typisdefined THEN 'no' END AS defined,
      nullif(t.typinput, 0)::regproc AS input, nullif(t.typoutput, 0)::regproc AS output,
      CASE WHEN t.typisdefined THEN t.typlen END AS length,
      CASE WHEN NOT t.typisdefined THEN format('CREATE TYPE %I.%I', n.nspname, t.typname) END
        AS "sql create",
      format('DROP TYPE %I.%I', n.nspname, t.typname) AS "sql drop"
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    WHERE t.typtype IN ('b', 'p') AND NOT EXISTS (SELECT FROM pg_type e WHERE e.typarray = t.oid)
      AND \(inside("n")) AND \(own("pg_type", "t.oid"))
    """
  }

  /// The columns of `pg_collation` have changed names from version to version.
  var collations: String {
    """
    SELECT name, provider, locale, ctype, deterministic,
      format('CREATE COLLATION %s (PROVIDER = %s, %s%s)', name, provider,
        CASE WHEN ctype IS NULL THEN format('LOCALE = %L', locale)
          ELSE format('LC_COLLATE = %L, LC_CTYPE = %L', locale, ctype) END,
        CASE WHEN deterministic = 'no' THEN ', DETERMINISTIC = false' END) AS "sql create",
      format('DROP COLLATION %s', name) AS "sql drop"
    FROM (
      SELECT format('%I.%I', n.nspname, c.collname) AS name,
        CASE c.collprovider WHEN 'i' THEN 'icu' WHEN 'c' THEN 'libc' WHEN 'b' THEN 'builtin'
          ELSE c.collprovider::text END AS provider,
        coalesce(j ->> 'colllocale', j ->> 'colliculocale', j ->> 'collcollate') AS locale,
        CASE WHEN c.collprovider = 'c' AND j ->> 'collctype' <> j ->> 'collcollate'
          THEN j ->> 'collctype' END AS ctype,
        CASE WHEN NOT c.collisdeterministic THEN 'no' END AS deterministic
      FROM pg_collation c JOIN pg_namespace n ON n.oid = c.collnamespace,
        LATERAL to_jsonb(c) j
      WHERE \(inside("n")) AND \(own("pg_collation", "c.oid"))) k
    """
  }
}
