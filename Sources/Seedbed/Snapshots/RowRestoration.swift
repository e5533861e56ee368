internal import Postgres

/// Puts a copy of a template right by its rows: versions that came later go, those that are missing
/// are read from the template and written.
///
/// The end is known exactly: the rows of the template, all at once. So nothing may react to single
/// steps on the way there: triggers and foreign keys are out of play in this session
/// (`session_replication_role`), which takes a superuser, or one who was given the right to set that.
struct RowRestoration {
  /// A session with the copy.
  let connection: Connection
  /// A session with the template.
  let template: Connection
  let deviation: Deviation

  /// More transactions than these are no longer told apart cheaply.
  private static let maximumRepairs = 100

  /// Why it is not to be done, in words; nil where it can.
  static func obstacle(
    to deviation: Deviation, on connection: Connection
  ) throws(PostgresError) -> String? {
    if let obstacle = deviation.obstacle { return obstacle }
    if deviation.count.repairs.count >= maximumRepairs { return "rows were put right too often" }
    let mayBypass = try connection.run(
      simple: connection.serverVersion >= 150_000
        ? """
        SELECT pg_catalog.has_parameter_privilege('session_replication_role', 'SET')
        """
        : "SELECT rolsuper FROM pg_catalog.pg_roles WHERE rolname = current_user")
    guard mayBypass.first?.bool(0) == true else {
      return "only a superuser may put rows right"
    }
    guard !deviation.tables.isEmpty else { return nil }
    let list = deviation.tables.map { String($0.relation.oid) }.joined(separator: ",")
    let reacting = try connection.run(
      simple: """
        SELECT c.oid::pg_catalog.regclass FROM pg_catalog.pg_class c WHERE c.oid IN (\(list))
          AND (EXISTS (SELECT FROM pg_catalog.pg_trigger t
              WHERE t.tgrelid = c.oid AND t.tgenabled IN ('A', 'R'))
            OR EXISTS (SELECT FROM pg_catalog.pg_rewrite r
              WHERE r.ev_class = c.oid AND r.ev_type <> '1'))
        """)
    return reacting.first.map { "\($0.string(0)) has triggers or rules that cannot be put aside" }
  }

  /// Works inside the transaction that the deviation was found in, and ends it.
  ///
  /// - Returns: false where the rows did not come out as they should: others wrote meanwhile.
  func run() throws -> Bool {
    try connection.run(simple: Self.settings)
    if !deviation.tables.isEmpty {
      let names = deviation.tables.map { "ONLY " + $0.relation.qualified.sql }
      try connection.run(
        simple: "LOCK TABLE \(names.joined(separator: ", ")) IN SHARE ROW EXCLUSIVE MODE")
    }
    try template.run(simple: "BEGIN READ ONLY;" + Self.textSettings)
    for table in deviation.tables { try restore(table) }
    try template.run(simple: "COMMIT")
    let sequences = deviation.sequences.map { sequence in
      """
      SELECT pg_catalog.setval(\(sequence.relation.oid)::pg_catalog.regclass, \
      \(sequence.lastValue), \(sequence.isCalled))
      """
    }
    try connection.run(
      simple: (sequences + [
        """
        UPDATE \(connection.own.baselineState)
        SET repairs = repairs || pg_catalog.pg_current_xact_id()::pg_catalog.xid
        """
      ]).joined(separator: ";"))
    guard try isRight() else {
      try connection.run(simple: "ROLLBACK")
      return false
    }
    try connection.run(simple: "COMMIT")
    return true
  }

  private static let settings = """
    SET LOCAL session_replication_role = replica; SET LOCAL lock_timeout = '2s';
    \(textSettings)
    """

  /// A value's text means the same to both sessions, and the whole value.
  private static let textSettings = """
    SET LOCAL DateStyle = 'ISO, YMD'; SET LOCAL IntervalStyle = 'postgres';
    SET LOCAL TimeZone = 'UTC'; SET LOCAL extra_float_digits = 1; SET LOCAL bytea_output = 'hex';
    SET LOCAL row_security = off; SET LOCAL statement_timeout = 0;
    SET LOCAL search_path = pg_catalog; SET LOCAL jit = off
    """

  private func restore(_ table: Deviation.Table) throws {
    let name = table.relation.qualified.sql
    let isOriginal = deviation.count.isOriginal
    guard !table.isRewritten, table.missing < table.original else {
      try connection.run(simple: "DELETE FROM ONLY \(name)")
      return try copy(table.relation, where: "true")
    }
    // Rows that were put right before are not the template's own versions: they go and come again.
    try connection.run(simple: "DELETE FROM ONLY \(name) WHERE NOT (\(isOriginal))")
    let blocks = "SELECT \(Self.block), pg_catalog.count(*) FROM ONLY \(name) GROUP BY 1"
    let present = try Self.counts(connection.run(simple: blocks))
    let expected = try Self.counts(template.run(simple: blocks))
    let gaps = expected.filter { present[$0.key] != $0.value }.keys
    guard !gaps.isEmpty else { return }
    let isInGaps = """
      \(Self.block) = ANY ('{\(gaps.map { "\"\\" + $0 + "\"" }.joined(separator: ","))}'\
      ::pg_catalog.bytea[])
      """
    let kept = try connection.run(
      simple: "SELECT ctid FROM ONLY \(name) WHERE \(isInGaps)"
    ).map { "\"" + $0.string(0) + "\"" }
    try copy(
      table.relation,
      where: """
        \(isInGaps) AND NOT ctid = ANY ('{\(kept.joined(separator: ","))}'::pg_catalog.tid[])
        """)
  }

  /// The number of a row version's page, in its four bytes.
  private static let block = "pg_catalog.substr(pg_catalog.tidsend(ctid), 1, 4)"

  private static func counts(_ rows: Rows) -> [String: Int] {
    Dictionary(uniqueKeysWithValues: rows.map { ($0.string(0), $0.int(1)) })
  }

  private func copy(_ relation: BaselineRelation, where condition: String) throws {
    // What is generated is made again; values of identity columns are taken as they come.
    let columns = try connection.execute(
      """
      SELECT pg_catalog.quote_ident(attname) FROM pg_catalog.pg_attribute
      WHERE attrelid = \(String(relation.oid))::pg_catalog.oid AND attnum > 0 AND NOT attisdropped
        AND attgenerated = '' ORDER BY attnum
      """
    ).map { $0.string(0) }.joined(separator: ", ")
    let name = relation.qualified.sql
    var rows = try template.copyOut(
      SQL(unsafe: "COPY (SELECT \(columns) FROM ONLY \(name) WHERE \(condition)) TO STDOUT"))
    var copy = try connection.copyIn(
      SQL(unsafe: "COPY \(name)\(columns.isEmpty ? "" : " (\(columns))") FROM STDIN"))
    var bytes: [UInt8] = []
    while try rows.next(appendingTo: &bytes) {
      if bytes.count > 1 << 16 {
        try copy.write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    if !bytes.isEmpty { try copy.write(bytes) }
    _ = try copy.finish()
  }

  /// Counts again: what the statements above did is not taken for granted.
  private func isRight() throws(PostgresError) -> Bool {
    guard let state = try BaselineState.read(on: connection) else { return false }
    let count = BaselineCount(horizon: state.horizon, repairs: state.repairs)
    let found = try count.read(deviation.tables.map(\.relation), on: connection)
    return zip(deviation.tables, found).allSatisfy { table, found in
      found.rows == table.original && found.all == table.original
    }
  }
}
