internal import Postgres

/// What the server can write through a view: by itself, as through one that shows a table's rows as
/// they are (manual, CREATE VIEW, "Updatable Views"), or by its triggers `INSTEAD OF`.
public struct ViewAccess: Sendable {
  /// It has rules of its own, which may write anything anywhere.
  public let hasRules: Bool
  public let allowsInsert: Bool
  public let allowsUpdate: Bool
  /// The columns by `attnum` that a new row can be given.
  public let insertable: Set<Int>
  /// The columns by `attnum` that a row can be given a new value in.
  public let updatable: Set<Int>

  /// The events of a view's columns as bits: 4 and 8 in what `pg_relation_is_updatable` answers stand
  /// for UPDATE and INSERT, 4 and 16 in `tgtype` for INSERT and UPDATE.
  static func query(_ views: [String]) -> SQL {
    """
    SELECT c.oid,
      EXISTS (SELECT FROM pg_rewrite r WHERE r.ev_class = c.oid AND r.ev_type <> '1'),
      pg_catalog.pg_relation_is_updatable(c.oid, true) & 8 <> 0,
      pg_catalog.pg_relation_is_updatable(c.oid, true) & 4 <> 0,
      ARRAY(SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
        AND (\(unsafe: trigger("4")) OR pg_catalog.pg_column_is_updatable(c.oid, a.attnum, true))),
      ARRAY(SELECT a.attnum FROM pg_attribute a WHERE a.attrelid = c.oid AND a.attnum > 0
        AND (\(unsafe: trigger("16")) OR pg_catalog.pg_column_is_updatable(c.oid, a.attnum, true)))
    FROM pg_class c WHERE c.oid = ANY (\(views)::oid[])
    """
  }

  private static func trigger(_ event: String) -> String {
    "EXISTS (SELECT FROM pg_trigger g "
      + "WHERE g.tgrelid = c.oid AND g.tgtype & 64 <> 0 AND g.tgtype & \(event) <> 0)"
  }

  init(reading row: Rows.Row) {
    hasRules = row.bool(1)
    allowsInsert = row.bool(2)
    allowsUpdate = row.bool(3)
    insertable = Set(row.array(4).compactMap { Int($0) })
    updatable = Set(row.array(5).compactMap { Int($0) })
  }

  /// Records of this mode can be written through it.
  func allows(_ mode: TableOptions.Mode) -> Bool {
    guard !hasRules else { return false }
    switch mode {
    case .insert: return allowsInsert
    case .update: return allowsUpdate
    case .upsert: return allowsInsert && allowsUpdate
    // Rows are owned where they lie.
    case .sync: return false
    }
  }
}
