extension PictureScope {
  /// Those of identity columns belong to the columns.
  var sequences: String {
    """
    SELECT name, type, start, increment, minimum, maximum, cache, cycle, "owned by",
      format('CREATE SEQUENCE %s %s', name, options) AS "sql create",
      format('DROP SEQUENCE %s', name) AS "sql drop",
      format('ALTER SEQUENCE %s %s', name, options) AS "sql alter",
      format('ALTER SEQUENCE %s OWNED BY %s', name, coalesce("owned by", 'NONE'))
        AS "sql alter owned by"
    FROM (
      SELECT format('%I.%I', n.nspname, c.relname) AS name,
        format_type(s.seqtypid, NULL) AS type, s.seqstart AS start, s.seqincrement AS increment,
        s.seqmin AS minimum, s.seqmax AS maximum, nullif(s.seqcache, 1) AS cache,
        CASE WHEN s.seqcycle THEN 'yes' END AS cycle,
        format('AS %s START WITH %s INCREMENT BY %s MINVALUE %s MAXVALUE %s CACHE %s %s',
          format_type(s.seqtypid, NULL), s.seqstart, s.seqincrement, s.seqmin, s.seqmax,
          s.seqcache, CASE WHEN s.seqcycle THEN 'CYCLE' ELSE 'NO CYCLE' END) AS options,
        (SELECT format('%I.%I.%I', tn.nspname, t.relname, a.attname)
          FROM pg_depend d JOIN pg_class t ON t.oid = d.refobjid
          JOIN pg_namespace tn ON tn.oid = t.relnamespace
          JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = d.refobjsubid
          WHERE d.classid = 'pg_class'::regclass AND d.refclassid = 'pg_class'::regclass
            AND d.objid = c.oid AND d.deptype = 'a') AS "owned by"
      FROM pg_sequence s JOIN pg_class c ON c.oid = s.seqrelid
      JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE \(relation("c", "n")) AND NOT EXISTS (SELECT FROM pg_depend d
        WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid
          AND (d.deptype = 'i' OR d.deptype = 'a' AND d.refobjid IN (\(hidden))))) s
    """
  }
}
