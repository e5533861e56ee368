extension PictureScope {
  /// Those that stand for a constraint are told with it, and those of partitions with their parent's.
  var indexes: String {
    """
    SELECT format('%I.%I', n.nspname, c.relname) AS name,
      format('%s %I.%I', \(word("t")), tn.nspname, t.relname) AS parent,
      pg_get_indexdef(c.oid) AS definition,
      CASE WHEN NOT x.indisvalid THEN 'no' END AS valid,
      (SELECT string_agg(format('%s: %s', a.attnum, a.attstattarget), ', ' ORDER BY a.attnum)
        FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attstattarget >= 0) AS statistics,
      CASE WHEN x.indisvalid THEN pg_get_indexdef(c.oid) END AS "sql create",
      format('DROP INDEX %I.%I', n.nspname, c.relname) AS "sql drop"
    FROM pg_index x JOIN pg_class c ON c.oid = x.indexrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    JOIN pg_class t ON t.oid = x.indrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
    WHERE \(relation("t", "tn")) AND NOT c.relispartition AND NOT EXISTS (
      SELECT FROM pg_constraint k
      WHERE k.conindid = c.oid AND k.conrelid = t.oid AND k.contype IN ('p', 'u', 'x'))
    """
  }

  var statistics: String {
    """
    SELECT format('%I.%I', n.nspname, s.stxname) AS name,
      format('table %I.%I', tn.nspname, t.relname) AS parent,
      pg_get_statisticsobjdef(s.oid) AS definition,
      CASE WHEN s.stxstattarget >= 0 THEN s.stxstattarget END AS target,
      format('ALTER STATISTICS %I.%I SET STATISTICS %s', n.nspname, s.stxname,
        coalesce(s.stxstattarget, -1)) AS "sql alter target",
      pg_get_statisticsobjdef(s.oid) AS "sql create",
      format('DROP STATISTICS %I.%I', n.nspname, s.stxname) AS "sql drop"
    FROM pg_statistic_ext s JOIN pg_namespace n ON n.oid = s.stxnamespace
    JOIN pg_class t ON t.oid = s.stxrelid JOIN pg_namespace tn ON tn.oid = t.relnamespace
    WHERE \(relation("t", "tn")) AND \(own("pg_statistic_ext", "s.oid"))
    """
  }
}
