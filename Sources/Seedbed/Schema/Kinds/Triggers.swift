extension PictureScope {
  /// Without those that stand for foreign keys, and those of partitions.
  var triggers: String {
    """
    SELECT format('%s.%I', c.name, g.tgname) AS name, c.parent, pg_get_triggerdef(g.oid) AS definition,
      \(firing("g.tgenabled")) AS enabled,
      pg_get_triggerdef(g.oid) AS "sql create",
      format('DROP TRIGGER %I ON %s', g.tgname, c.name) AS "sql drop",
      format('ALTER TABLE %s %s TRIGGER %I', c.name, CASE g.tgenabled WHEN 'O' THEN 'ENABLE'
        WHEN 'D' THEN 'DISABLE' WHEN 'A' THEN 'ENABLE ALWAYS' ELSE 'ENABLE REPLICA' END, g.tgname)
        AS "sql alter enabled"
    FROM pg_trigger g JOIN \(relations) c ON c.oid = g.tgrelid
    WHERE NOT g.tgisinternal AND g.tgparentid = 0
    """
  }

  /// Without those that make a view out of a table.
  var rules: String {
    """
    SELECT format('%s.%I', c.name, w.rulename) AS name, c.parent,
      pg_get_ruledef(w.oid) AS definition, \(firing("w.ev_enabled")) AS enabled,
      rtrim(pg_get_ruledef(w.oid), ';') AS "sql create",
      format('DROP RULE %I ON %s', w.rulename, c.name) AS "sql drop"
    FROM pg_rewrite w JOIN \(relations) c ON c.oid = w.ev_class
    WHERE w.rulename <> '_RETURN'
    """
  }

  var policies: String {
    """
    SELECT name, parent, command, kind, roles, "using", "check",
      format('CREATE POLICY %s AS %s FOR %s TO %s%s%s', form, upper(kind), upper(command), roles,
        ' USING (' || "using" || ')', ' WITH CHECK (' || "check" || ')') AS "sql create",
      format('DROP POLICY %s', form) AS "sql drop"
    FROM (
      SELECT format('%s.%I', c.name, p.polname) AS name, c.parent,
        format('%I ON %s', p.polname, c.name) AS form,
        CASE p.polcmd WHEN 'r' THEN 'select' WHEN 'a' THEN 'insert' WHEN 'w' THEN 'update'
          WHEN 'd' THEN 'delete' ELSE 'all' END AS command,
        CASE WHEN p.polpermissive THEN 'permissive' ELSE 'restrictive' END AS kind,
        (SELECT string_agg(CASE r WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(r)) END, ', '
          ORDER BY r = 0 DESC, pg_get_userbyid(r)) FROM unnest(p.polroles) r) AS roles,
        pg_get_expr(p.polqual, p.polrelid) AS "using",
        pg_get_expr(p.polwithcheck, p.polrelid) AS "check"
      FROM pg_policy p JOIN \(relations) c ON c.oid = p.polrelid) p
    """
  }

  var eventTriggers: String {
    """
    SELECT format('%I', e.evtname) AS name, e.evtevent AS event, e.evtfoid::regproc AS function,
      tags, \(firing("e.evtenabled")) AS enabled,
      format('CREATE EVENT TRIGGER %I ON %s%s EXECUTE FUNCTION %s()', e.evtname, e.evtevent,
        ' WHEN TAG IN (' || tags || ')', e.evtfoid::regproc) AS "sql create",
      format('DROP EVENT TRIGGER %I', e.evtname) AS "sql drop"
    FROM pg_event_trigger e,
      LATERAL (SELECT string_agg(quote_literal(t), ', ' ORDER BY t) AS tags FROM unnest(e.evttags) t) k
    WHERE \(own("pg_event_trigger", "e.oid"))
    """
  }

  /// Tables and views by `oid`, with their names and what they are called as a parent.
  private var relations: String {
    """
    (SELECT c.oid, format('%I.%I', n.nspname, c.relname) AS name,
        format('%s %I.%I', \(word("c")), n.nspname, c.relname) AS parent
      FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND \(relation("c", "n")))
    """
  }

  private func firing(_ flag: String) -> String {
    """
    CASE \(flag) WHEN 'D' THEN 'no' WHEN 'A' THEN 'always' WHEN 'R' THEN 'on a replica only' END
    """
  }
}
