internal import Postgres

/// What a template knows of its own rows, and its copies with it: enough to tell which rows of a
/// copy are not the template's any more, without looking at the template.
///
/// A copy holds the very row versions of its template (manual 23.3: its files are copied). Each of
/// them bears the number of the transaction that made it, `xmin`, and a version made later bears a
/// later one. So a table is as it was exactly when it holds no later version and as many earlier
/// ones as then: versions can go, but none can appear with an old number. The catalogs are tables
/// like others, so a changed schema is found in the same way.
struct Baseline {
  /// The catalogs in which a change of the schema leaves a trace. Statistics are none of it, and
  /// `pg_class`, which maintenance writes to as well, is compared by its contents.
  private static let catalogs = [
    "pg_aggregate", "pg_am", "pg_amop", "pg_amproc", "pg_attrdef", "pg_attribute", "pg_cast",
    "pg_collation", "pg_constraint", "pg_conversion", "pg_default_acl", "pg_depend",
    "pg_description", "pg_enum", "pg_event_trigger", "pg_extension", "pg_foreign_data_wrapper",
    "pg_foreign_server", "pg_foreign_table", "pg_index", "pg_inherits", "pg_init_privs",
    "pg_language", "pg_largeobject", "pg_largeobject_metadata", "pg_namespace", "pg_opclass",
    "pg_operator",
    "pg_opfamily", "pg_partitioned_table", "pg_policy", "pg_proc", "pg_publication",
    "pg_publication_namespace", "pg_publication_rel", "pg_range", "pg_rewrite", "pg_seclabel",
    "pg_sequence",
    "pg_statistic_ext", "pg_transform", "pg_trigger", "pg_ts_config", "pg_ts_config_map",
    "pg_ts_dict", "pg_ts_parser", "pg_ts_template", "pg_type",
  ]

  /// The sum of what `pg_class` says that no maintenance changes.
  static let classSum = """
    SELECT coalesce(pg_catalog.sum(pg_catalog.hashtextextended(pg_catalog.concat_ws('|', c.oid,
      relname, relnamespace, reltype, reloftype, relowner, relam, reltablespace, relkind,
      relpersistence, relnatts, relchecks, relrowsecurity, relforcerowsecurity, relreplident,
      relispartition, relacl, reloptions, relpartbound::pg_catalog.text), 0)), 0)
    FROM pg_catalog.pg_class c
    WHERE relpersistence <> 't' AND relnamespace <> 'pg_toast'::pg_catalog.regnamespace
    """

  /// Writes it into a template that is finished.
  ///
  /// Where a table is kept by another access method than `heap`, whose rows may lack `xmin`, or holds
  /// large objects that this role may not look at, there is none: copies of such a template are made
  /// anew each time.
  static func write(_ key: TemplateKey, on connection: Connection) throws {
    let own = connection.own
    try connection.run(
      simple: """
        SET client_min_messages = warning; SET search_path = pg_catalog;
        DROP TABLE IF EXISTS \(own.baseline), \(own.baselineState);
        CREATE TABLE \(own.baseline) (relation oid PRIMARY KEY, kind "char" NOT NULL, filenode oid,
          row_count bigint, last_value bigint, is_called boolean);
        CREATE TABLE \(own.baselineState) (key text NOT NULL, horizon xid NOT NULL,
          class_sum numeric NOT NULL, repairs xid[] NOT NULL);
        """)
    try connection.run(
      simple: "BEGIN ISOLATION LEVEL REPEATABLE READ; SET LOCAL row_security = off")
    let horizon =
      try connection.run(simple: "SELECT pg_catalog.pg_current_xact_id()::xid::text")
      .first?.string(0) ?? ""
    let relations = try connection.run(simple: relations(besides: own)).map(BaselineRelation.init)
    guard relations.allSatisfy(\.isKnown) else {
      try connection.run(simple: "ROLLBACK")
      return
    }
    let counts = try BaselineCount(horizon: horizon, repairs: []).read(relations, on: connection)
    for (relation, count) in zip(relations, counts) {
      try connection.execute(
        """
        INSERT INTO \(own.baseline) VALUES (\(String(relation.oid))::oid,
          \(relation.kind)::"char", \(String(relation.filenode))::oid, \(count.rows.map { "\($0)" })::bigint,
          \(count.lastValue.map { "\($0)" })::bigint, \(count.isCalled.map { "\($0)" })::boolean)
        """)
    }
    try connection.execute(
      """
      INSERT INTO \(own.baselineState) VALUES (\(key.sum), \(horizon)::xid,
        (\(unsafe: classSum)), '{}')
      """)
    try connection.run(simple: "COMMIT")
  }

  /// Every table, materialized view and sequence, and the catalogs. Only superusers may look at the
  /// contents of large objects; where there are none, one that is made leaves a trace beside them.
  private static func relations(besides own: OwnSchema) -> String {
    """
    SELECT c.oid, n.nspname, c.relname, c.relkind, c.relfilenode,
      CASE WHEN n.nspname = 'pg_catalog' AND c.relname = 'pg_largeobject'
        THEN pg_catalog.has_table_privilege(c.oid, 'SELECT')
        ELSE c.relkind = 'S' OR c.relam = (SELECT oid FROM pg_catalog.pg_am WHERE amname = 'heap')
      END
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'm', 'S') AND c.relpersistence <> 't'
      AND CASE WHEN n.nspname = 'pg_catalog'
        THEN c.relname = ANY ('{\(catalogs.joined(separator: ","))}')
        ELSE n.nspname NOT IN ('information_schema', 'pg_toast') END
      AND (n.nspname <> 'pg_catalog' OR c.relname <> 'pg_largeobject'
        OR pg_catalog.has_table_privilege(c.oid, 'SELECT')
        OR EXISTS (SELECT FROM pg_catalog.pg_largeobject_metadata))
      AND c.oid NOT IN (\(own.baseline.oid), \(own.baselineState.oid))
    ORDER BY c.oid
    """
  }
}

/// A relation that a baseline speaks of.
struct BaselineRelation {
  var oid: Int
  var schema: String
  var name: String
  /// As in `pg_class.relkind`.
  var kind: String
  var filenode: Int
  /// Its row versions can be told apart.
  var isKnown: Bool

  init(_ row: Rows.Row) {
    oid = row.int(0)
    schema = row.string(1)
    name = row.string(2)
    kind = row.string(3)
    filenode = row.int(4)
    isKnown = row.bool(5)
  }

  var isSequence: Bool { kind == "S" }
  var isCatalog: Bool { schema == "pg_catalog" }
  var qualified: QualifiedName { QualifiedName(schema: schema, name: name) }
}
