extension PictureScope {
  /// - Parameters:
  ///   - word: `FUNCTION` or `PROCEDURE`.
  ///   - kinds: of `prokind`, as they stand between quotes.
  func routines(_ word: String, _ kinds: String) -> String {
    """
    SELECT \(signature) AS name, rtrim(pg_get_functiondef(p.oid), E'\\n') AS definition,
      rtrim(pg_get_functiondef(p.oid), E'\\n') AS "sql create",
      rtrim(pg_get_functiondef(p.oid), E'\\n') AS "sql alter",
      format('DROP \(word) %s', \(signature)) AS "sql drop"
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
    WHERE p.prokind IN ('\(kinds)') AND \(inside("n")) AND \(own("pg_proc", "p.oid"))
      \(unlessMade)
    """
  }

  var aggregates: String {
    """
    SELECT name, definition, format(E'CREATE AGGREGATE %s (\\n  %s\\n)', name, definition)
        AS "sql create",
      format('DROP AGGREGATE %s', name) AS "sql drop"
    FROM (
      SELECT \(signature) AS name,
        concat_ws(E',\\n  ', 'SFUNC = ' || a.aggtransfn::regproc,
          'STYPE = ' || format_type(a.aggtranstype, NULL),
          'FINALFUNC = ' || nullif(a.aggfinalfn, 0)::regproc,
          'COMBINEFUNC = ' || nullif(a.aggcombinefn, 0)::regproc,
          'INITCOND = ' || quote_literal(a.agginitval),
          CASE p.proparallel WHEN 's' THEN 'PARALLEL = SAFE' WHEN 'r' THEN 'PARALLEL = RESTRICTED'
            END) AS definition
      FROM pg_aggregate a JOIN pg_proc p ON p.oid = a.aggfnoid
      JOIN pg_namespace n ON n.oid = p.pronamespace
      WHERE \(inside("n")) AND \(own("pg_proc", "p.oid"))) a
    """
  }

  private var signature: String {
    "format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid))"
  }

  /// The constructors of a range type come and go with it.
  private var unlessMade: String {
    """
    AND NOT EXISTS (SELECT FROM pg_depend i WHERE i.classid = 'pg_proc'::regclass
      AND i.objid = p.oid AND i.deptype = 'i')
    """
  }
}
