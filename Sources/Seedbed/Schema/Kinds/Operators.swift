extension PictureScope {
  var operators: String {
    """
    SELECT name, definition,
      format('CREATE OPERATOR %s (%s)', qualified, definition) AS "sql create",
      format('DROP OPERATOR %s', name) AS "sql drop"
    FROM (
      SELECT format('%I.%s', n.nspname, o.oprname) AS qualified,
        format('%I.%s (%s, %s)', n.nspname, o.oprname,
          CASE o.oprleft WHEN 0 THEN 'NONE' ELSE format_type(o.oprleft, NULL) END,
          format_type(o.oprright, NULL)) AS name,
        concat_ws(', ', 'FUNCTION = ' || o.oprcode,
          'LEFTARG = ' || format_type(nullif(o.oprleft, 0), NULL),
          'RIGHTARG = ' || format_type(o.oprright, NULL),
          (SELECT format('COMMUTATOR = OPERATOR(%I.%s)', cn.nspname, x.oprname) FROM pg_operator x
            JOIN pg_namespace cn ON cn.oid = x.oprnamespace WHERE x.oid = o.oprcom),
          (SELECT format('NEGATOR = OPERATOR(%I.%s)', cn.nspname, x.oprname) FROM pg_operator x
            JOIN pg_namespace cn ON cn.oid = x.oprnamespace WHERE x.oid = o.oprnegate),
          'RESTRICT = ' || nullif(o.oprrest, 0)::regproc, 'JOIN = ' || nullif(o.oprjoin, 0)::regproc,
          CASE WHEN o.oprcanhash THEN 'HASHES' END, CASE WHEN o.oprcanmerge THEN 'MERGES' END)
          AS definition
      FROM pg_operator o JOIN pg_namespace n ON n.oid = o.oprnamespace
      WHERE o.oprcode <> 0 AND \(inside("n")) AND \(own("pg_operator", "o.oid"))) o
    """
  }

  var operatorClasses: String {
    """
    SELECT format('%I.%I using %s', n.nspname, c.opcname, m.amname) AS name,
      format_type(c.opcintype, NULL) AS type, CASE WHEN c.opcdefault THEN 'yes' END AS "default",
      (SELECT string_agg(format('%s %s', o.amopstrategy, o.amopopr::regoperator), ', '
          ORDER BY o.amopstrategy, o.amopopr::regoperator::text)
        FROM pg_amop o WHERE o.amopfamily = c.opcfamily) AS operators,
      (SELECT string_agg(format('%s %s', p.amprocnum, p.amproc::regprocedure), ', '
          ORDER BY p.amprocnum, p.amproc::regprocedure::text)
        FROM pg_amproc p WHERE p.amprocfamily = c.opcfamily) AS functions
    FROM pg_opclass c JOIN pg_namespace n ON n.oid = c.opcnamespace
    JOIN pg_am m ON m.oid = c.opcmethod
    WHERE \(inside("n")) AND \(own("pg_opclass", "c.oid"))
    """
  }

  /// Those that the server came with have the numbers that are reserved for it (manual, 52.2).
  var casts: String {
    """
    SELECT format('(%s AS %s)', format_type(c.castsource, NULL), format_type(c.casttarget, NULL))
        AS name, method, context,
      format('CREATE CAST (%s AS %s) %s%s', format_type(c.castsource, NULL),
        format_type(c.casttarget, NULL), method, ' AS ' || upper(context)) AS "sql create",
      format('DROP CAST (%s AS %s)', format_type(c.castsource, NULL),
        format_type(c.casttarget, NULL)) AS "sql drop"
    FROM pg_cast c, LATERAL (SELECT
      CASE c.castmethod WHEN 'b' THEN 'WITHOUT FUNCTION' WHEN 'i' THEN 'WITH INOUT'
        ELSE 'WITH FUNCTION ' || c.castfunc::regprocedure END AS method,
      CASE c.castcontext WHEN 'i' THEN 'implicit' WHEN 'a' THEN 'assignment' END AS context) m
    WHERE c.oid >= 16384 AND \(own("pg_cast", "c.oid"))
    """
  }

  /// Of those that a class has, the class tells.
  var operatorFamilies: String {
    """
    SELECT format('%I.%I using %s', n.nspname, f.opfname, m.amname) AS name,
      (SELECT string_agg(format('%s %s', o.amopstrategy, o.amopopr::regoperator), ', '
          ORDER BY o.amopstrategy, o.amopopr::regoperator::text)
        FROM pg_amop o WHERE o.amopfamily = f.oid) AS operators,
      format('CREATE OPERATOR FAMILY %I.%I USING %s', n.nspname, f.opfname, m.amname)
        AS "sql create",
      format('DROP OPERATOR FAMILY %I.%I USING %s', n.nspname, f.opfname, m.amname) AS "sql drop"
    FROM pg_opfamily f JOIN pg_namespace n ON n.oid = f.opfnamespace
    JOIN pg_am m ON m.oid = f.opfmethod
    WHERE NOT EXISTS (SELECT FROM pg_opclass c WHERE c.opcfamily = f.oid)
      AND \(inside("n")) AND \(own("pg_opfamily", "f.oid"))
    """
  }

  var transforms: String {
    """
    SELECT format('for %s language %I', format_type(t.trftype, NULL), l.lanname) AS name,
      nullif(t.trffromsql, 0)::regprocedure AS "from SQL",
      nullif(t.trftosql, 0)::regprocedure AS "to SQL",
      format('DROP TRANSFORM FOR %s LANGUAGE %I', format_type(t.trftype, NULL), l.lanname)
        AS "sql drop"
    FROM pg_transform t JOIN pg_language l ON l.oid = t.trflang
    WHERE \(own("pg_transform", "t.oid"))
    """
  }

  var conversions: String {
    """
    SELECT name, source, target, function, "default",
      format('CREATE %sCONVERSION %s FOR %L TO %L FROM %s',
        CASE WHEN "default" = 'yes' THEN 'DEFAULT ' END, name, source, target, function)
        AS "sql create",
      format('DROP CONVERSION %s', name) AS "sql drop"
    FROM (
      SELECT format('%I.%I', n.nspname, c.conname) AS name,
        pg_encoding_to_char(c.conforencoding) AS source,
        pg_encoding_to_char(c.contoencoding) AS target, c.conproc::text AS function,
        CASE WHEN c.condefault THEN 'yes' END AS "default"
      FROM pg_conversion c JOIN pg_namespace n ON n.oid = c.connamespace
      WHERE \(inside("n")) AND \(own("pg_conversion", "c.oid"))) c
    """
  }
}
