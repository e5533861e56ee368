/// What reaches other servers. Of a foreign server only its wrapper is told: its address differs
/// from place to place and is no matter of shape.
extension PictureScope {
  var foreignServers: String {
    """
    SELECT format('%I', s.srvname) AS name, format('%I', w.fdwname) AS wrapper
    FROM pg_foreign_server s JOIN pg_foreign_data_wrapper w ON w.oid = s.srvfdw
    WHERE \(own("pg_foreign_server", "s.oid"))
    """
  }

  var publications: String {
    """
    SELECT name, tables, operations,
      format('CREATE PUBLICATION %s%s WITH (publish = %L)', name, ' FOR ' || CASE tables
        WHEN 'all' THEN 'ALL TABLES' ELSE 'TABLE ' || tables END, operations) AS "sql create",
      format('DROP PUBLICATION %s', name) AS "sql drop"
    FROM (
      SELECT format('%I', p.pubname) AS name,
        CASE WHEN p.puballtables THEN 'all' ELSE
          (SELECT string_agg(r.prrelid::regclass::text, ', ' ORDER BY r.prrelid::regclass::text)
            FROM pg_publication_rel r WHERE r.prpubid = p.oid) END AS tables,
        concat_ws(', ', CASE WHEN p.pubinsert THEN 'insert' END,
          CASE WHEN p.pubupdate THEN 'update' END, CASE WHEN p.pubdelete THEN 'delete' END,
          CASE WHEN p.pubtruncate THEN 'truncate' END) AS operations
      FROM pg_publication p WHERE \(own("pg_publication", "p.oid"))) p
    """
  }
}
