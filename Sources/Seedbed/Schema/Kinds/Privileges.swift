extension PictureScope {
  /// What each role but the owner may do with an object, by the object's own grants or by what holds
  /// where nothing was granted (manual, 5.7).
  var grants: String {
    """
    SELECT format('%s %s to %s', word, object, role) AS name, parent,
      string_agg(privilege, ', ' ORDER BY privilege) AS privileges,
      format('GRANT %s ON %s %s TO %s', string_agg(granted, ', ' ORDER BY privilege)
        FILTER (WHERE granted IS NOT NULL), form, target, role) AS "sql create",
      format('REVOKE ALL%s ON %s %s FROM %s', part, form, target, role) AS "sql drop",
      format('REVOKE ALL%s ON %s %s FROM %s; GRANT %s ON %s %s TO %s', part, form, target, role,
        string_agg(granted, ', ' ORDER BY privilege) FILTER (WHERE granted IS NOT NULL), form,
        target, role) AS "sql alter"
    FROM (
      SELECT o.*, CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END
          AS role,
        g.privilege_type || CASE WHEN g.is_grantable THEN ' with grant option' ELSE '' END
          AS privilege,
        CASE WHEN NOT g.is_grantable THEN g.privilege_type || o.part END AS granted
      FROM (\(grantable)) o, aclexplode(o.acl) g WHERE g.grantee <> o.owner) g
    GROUP BY word, object, parent, form, target, part, role
    """
  }

  private var grantable: String {
    """
    SELECT \(word("c")) AS word, format('%I.%I', n.nspname, c.relname) AS object,
      format('%s %I.%I', \(word("c")), n.nspname, c.relname) AS parent,
      CASE c.relkind WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END AS form,
      format('%I.%I', n.nspname, c.relname) AS target, '' AS part, c.relowner AS owner,
      coalesce(c.relacl, acldefault(CASE c.relkind WHEN 'S' THEN 's' ELSE 'r' END::"char",
        c.relowner)) AS acl
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm', 'S') AND \(relation("c", "n"))
    UNION ALL
    SELECT 'column', format('%I.%I.%I', n.nspname, c.relname, a.attname),
      format('%s %I.%I', \(word("c")), n.nspname, c.relname), 'TABLE',
      format('%I.%I', n.nspname, c.relname), format(' (%I)', a.attname), c.relowner, a.attacl
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE a.attacl IS NOT NULL AND NOT a.attisdropped AND \(relation("c", "n"))
    UNION ALL
    SELECT 'schema', format('%I', n.nspname), format('schema %I', n.nspname), 'SCHEMA',
      format('%I', n.nspname), '', n.nspowner, coalesce(n.nspacl, acldefault('n', n.nspowner))
    FROM pg_namespace n WHERE \(inside("n")) AND \(own("pg_namespace", "n.oid"))
    UNION ALL
    SELECT k.word, k.name, format('%s %s', k.word, k.name), 'ROUTINE', k.name, '', p.proowner,
      coalesce(p.proacl, acldefault('f', p.proowner))
    FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace, LATERAL (SELECT
      CASE p.prokind WHEN 'p' THEN 'procedure' WHEN 'a' THEN 'aggregate' ELSE 'function' END AS word,
      format('%I.%I(%s)', n.nspname, p.proname, pg_get_function_identity_arguments(p.oid)) AS name) k
    WHERE \(inside("n")) AND \(own("pg_proc", "p.oid")) AND NOT EXISTS (SELECT FROM pg_depend i
      WHERE i.classid = 'pg_proc'::regclass AND i.objid = p.oid AND i.deptype = 'i')
    UNION ALL
    SELECT k.word, format('%I.%I', n.nspname, t.typname),
      format('%s %I.%I', k.word, n.nspname, t.typname), 'TYPE',
      format('%I.%I', n.nspname, t.typname), '', t.typowner,
      coalesce(t.typacl, acldefault('T', t.typowner))
    FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
    LEFT JOIN pg_class c ON c.oid = t.typrelid, LATERAL (SELECT CASE t.typtype WHEN 'e' THEN 'enum'
      WHEN 'd' THEN 'domain' WHEN 'r' THEN 'range type' ELSE 'composite type' END AS word) k
    WHERE (t.typtype IN ('e', 'd', 'r') OR t.typtype = 'c' AND c.relkind = 'c') AND \(inside("n"))
      AND \(own("pg_type", "t.oid"))
    UNION ALL
    SELECT 'foreign server', format('%I', s.srvname), format('foreign server %I', s.srvname),
      'FOREIGN SERVER', format('%I', s.srvname), '', s.srvowner,
      coalesce(s.srvacl, acldefault('S', s.srvowner))
    FROM pg_foreign_server s WHERE \(own("pg_foreign_server", "s.oid"))
    UNION ALL
    SELECT 'foreign-data wrapper', format('%I', w.fdwname),
      format('foreign-data wrapper %I', w.fdwname), 'FOREIGN DATA WRAPPER', format('%I', w.fdwname),
      '', w.fdwowner, coalesce(w.fdwacl, acldefault('F', w.fdwowner))
    FROM pg_foreign_data_wrapper w WHERE \(own("pg_foreign_data_wrapper", "w.oid"))
    UNION ALL
    SELECT 'language', format('%I', l.lanname), format('language %I', l.lanname), 'LANGUAGE',
      format('%I', l.lanname), '', l.lanowner, coalesce(l.lanacl, acldefault('l', l.lanowner))
    FROM pg_language l WHERE l.lanispl AND \(own("pg_language", "l.oid"))
    """
  }

  /// Of the role that migrates they are told without its name, which differs from server to server.
  var defaultPrivileges: String {
    """
    SELECT concat_ws(' ', 'on ' || objects, 'to ' || role, 'in schema ' || namespace, owner) AS name,
      string_agg(privilege, ', ' ORDER BY privilege) AS privileges,
      format('ALTER DEFAULT PRIVILEGES%s%s GRANT %s ON %s TO %s', ' ' || upper(left(owner, 8))
        || substr(owner, 9), ' IN SCHEMA ' || namespace, string_agg(privilege, ', '
        ORDER BY privilege), upper(objects), role) AS "sql create",
      format('ALTER DEFAULT PRIVILEGES%s%s REVOKE ALL ON %s FROM %s', ' ' || upper(left(owner, 8))
        || substr(owner, 9), ' IN SCHEMA ' || namespace, upper(objects), role) AS "sql drop"
    FROM (
      SELECT CASE d.defaclobjtype WHEN 'r' THEN 'tables' WHEN 'S' THEN 'sequences'
          WHEN 'f' THEN 'functions' WHEN 'T' THEN 'types' WHEN 'n' THEN 'schemas'
          ELSE d.defaclobjtype::text END AS objects,
        CASE g.grantee WHEN 0 THEN 'PUBLIC' ELSE quote_ident(pg_get_userbyid(g.grantee)) END AS role,
        quote_ident(n.nspname) AS namespace, g.privilege_type AS privilege,
        CASE WHEN pg_get_userbyid(d.defaclrole) <> current_user
          THEN 'for role ' || quote_ident(pg_get_userbyid(d.defaclrole)) END AS owner
      FROM pg_default_acl d LEFT JOIN pg_namespace n ON n.oid = d.defaclnamespace,
        aclexplode(d.defaclacl) g
      WHERE g.grantee <> d.defaclrole) d
    GROUP BY objects, role, namespace, owner
    """
  }
}
