internal import Postgres

/// A table whose rows are to be put right, with what its constraints and triggers would do meanwhile.
struct RestoredTable {
  /// How a row that differs becomes the template's again.
  enum Way {
    /// It goes, and the template's is written.
    case replaced
    /// It is changed where it is: were it to go, rows that refer to it would be made to go with it.
    case changed
  }

  let deviation: Deviation.Table
  /// All but generated ones, quoted.
  let columns: [String]
  /// The columns by which a row is known again, quoted: those of the primary key.
  let key: [String]
  let way: Way
  /// Whether row versions go that came later, or were written to stand for others.
  let removes: Bool
  /// Whether rows are missing, those that others stand for included.
  let writes: Bool
  /// Why it cannot be done, in words; nil where it can.
  let obstacle: String?

  var name: String { deviation.relation.qualified.sql }

  /// The events of triggers, as in `pg_trigger.tgtype`.
  private enum Event {
    static let insertion = 4
    static let deletion = 8
    static let change = 16
  }

  /// What the catalogs say of tables that differ.
  ///
  /// - Parameter bypassing: triggers and keys are put aside, as far as they allow it.
  static func read(
    _ tables: [Deviation.Table], bypassing: Bool, on connection: Connection
  ) throws(PostgresError) -> [RestoredTable] {
    guard !tables.isEmpty else { return [] }
    let list = tables.map { String($0.relation.oid) }.joined(separator: ",")
    let rows = try connection.run(simple: facts(of: list, bypassing: bypassing))
    return zip(tables, rows).map { RestoredTable($0, $1) }
  }

  private init(_ table: Deviation.Table, _ row: Rows.Row) {
    deviation = table
    columns = row.array(0)
    key = row.array(1)
    let isDependedOn = row.bool(4)
    removes = table.added + table.repaired > 0
    writes = table.missing + table.repaired > 0
    way = isDependedOn && removes && writes ? .changed : .replaced
    var events = 0
    if removes { events |= Event.deletion }
    if writes { events |= Event.insertion }
    if way == .changed { events |= Event.change }
    let name = table.relation.qualified
    obstacle =
      if row.bool(2) || columns.isEmpty {
        "\(name) has rules, or no columns"
      } else if row.int(3) & events != 0 || (isDependedOn && row.bool(6)) {
        "triggers of \(name) would react"
      } else if isDependedOn, !row.bool(5) {
        "rows that refer to \(name) would be changed with its rows"
      } else {
        nil
      }
  }

  /// Columns; the primary key; whether there are rules; the events that triggers react to; whether
  /// rows that refer to it are changed or refused where one of its rows goes; whether its rows can be
  /// changed in place without that; whether the statements that do that to other rows fire triggers.
  ///
  /// A key whose equal values may look different, such as one of `numeric` or `citext`, does not tell
  /// which row is meant by those that refer to it. In a partition, a row that seems to have gone may
  /// have moved to another one. What refers to other columns than the primary key's is changed when
  /// they are. And an identity column that is ALWAYS generated cannot be changed at all.
  private static func facts(of list: String, bypassing: Bool) -> String {
    let reacts =
      bypassing ? "t.tgenabled IN ('A', 'R')" : "NOT t.tgisinternal AND t.tgenabled <> 'D'"
    return """
      SELECT
        ARRAY(SELECT pg_catalog.quote_ident(attname) FROM pg_catalog.pg_attribute
          WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped AND attgenerated = ''
          ORDER BY attnum),
        ARRAY(SELECT pg_catalog.quote_ident(attname) FROM pg_catalog.pg_attribute
          WHERE attrelid = c.oid AND attnum = ANY (k.conkey) ORDER BY attnum),
        EXISTS (SELECT FROM pg_catalog.pg_rewrite WHERE ev_class = c.oid AND ev_type <> '1'),
        (SELECT pg_catalog.bit_or(t.tgtype) FROM pg_catalog.pg_trigger t
          WHERE t.tgrelid = c.oid AND \(reacts)),
        NOT \(bypassing) AND EXISTS (SELECT FROM pg_catalog.pg_constraint
          WHERE contype = 'f' AND confrelid = c.oid AND confdeltype <> 'a'),
        k.conkey IS NOT NULL AND NOT c.relispartition
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_attribute a
            JOIN pg_catalog.pg_type y ON y.oid = a.atttypid
            LEFT JOIN pg_catalog.pg_collation l ON l.oid = a.attcollation
            WHERE a.attrelid = c.oid AND CASE WHEN a.attnum = ANY (k.conkey)
              THEN NOT coalesce(l.collisdeterministic, true) OR NOT (y.typtype = 'e' OR y.oid = ANY
                ('{int2,int4,int8,oid,text,varchar,name,uuid,bool,date,timestamp,timestamptz,bytea}'
                  ::pg_catalog.regtype[]))
              ELSE a.attidentity = 'a' END)
          AND NOT EXISTS (SELECT FROM pg_catalog.pg_constraint
            WHERE contype = 'f' AND confrelid = c.oid AND (confdeltype <> 'a' OR confupdtype <> 'a')
              AND NOT (confkey @> k.conkey AND confkey <@ k.conkey)),
        EXISTS (SELECT FROM pg_catalog.pg_constraint f
          JOIN pg_catalog.pg_trigger t ON t.tgrelid = f.conrelid
          WHERE f.contype = 'f' AND f.confrelid = c.oid AND f.confdeltype <> 'a'
            AND \(reacts) AND t.tgtype & 1 = 0)
      FROM pg_catalog.pg_class c LEFT JOIN pg_catalog.pg_constraint k
        ON k.conrelid = c.oid AND k.contype = 'p' AND NOT k.condeferrable
      WHERE c.oid IN (\(list)) ORDER BY c.oid
      """
  }
}
