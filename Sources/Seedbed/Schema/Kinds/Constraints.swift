extension PictureScope {
  /// Check, unique, primary key, foreign key and exclusion constraints of tables, and checks of
  /// domains. What a partition has from its parent is told with the parent alone; that a column is
  /// NOT NULL is told with the column.
  var constraints: String {
    """
    SELECT format('%s.%I', owner.name, k.conname) AS name,
      CASE WHEN k.contypid = 0 THEN 'table ' ELSE 'domain ' END || owner.name AS parent,
      pg_get_constraintdef(k.oid) AS definition,
      (SELECT array_to_string(x.reloptions, ', ') FROM pg_class x
        WHERE x.oid = k.conindid AND k.contype IN ('p', 'u', 'x')) AS "index options",
      format('ALTER %s ADD CONSTRAINT %I %s', owner.form, k.conname, pg_get_constraintdef(k.oid))
        AS "sql create",
      format('ALTER %s DROP CONSTRAINT %I', owner.form, k.conname) AS "sql drop"
    FROM pg_constraint k JOIN pg_namespace n ON n.oid = k.connamespace
    LEFT JOIN pg_class c ON c.oid = k.conrelid LEFT JOIN pg_namespace cn ON cn.oid = c.relnamespace
    LEFT JOIN pg_type t ON t.oid = k.contypid LEFT JOIN pg_namespace tn ON tn.oid = t.typnamespace,
      LATERAL (SELECT CASE WHEN k.contypid = 0 THEN format('%I.%I', cn.nspname, c.relname)
          ELSE format('%I.%I', tn.nspname, t.typname) END AS name,
        CASE WHEN k.contypid = 0 THEN format('TABLE %I.%I', cn.nspname, c.relname)
          ELSE format('DOMAIN %I.%I', tn.nspname, t.typname) END AS form) owner
    WHERE k.contype IN ('c', 'u', 'p', 'f', 'x') AND k.conparentid = 0
      AND (k.conislocal OR k.coninhcount = 0) AND k.conrelid NOT IN (\(hidden)) AND \(inside("n"))
      AND \(own("pg_class", "k.conrelid")) AND \(own("pg_type", "k.contypid"))
    """
  }
}
