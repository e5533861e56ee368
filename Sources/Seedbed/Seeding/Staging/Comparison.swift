internal import Postgres

/// The one look at a stage and its table: it copies the staged rows that differ into a temporary
/// table of their own, the difference, so that all that follows reads only these.
///
/// The difference has the stage's columns, `_new` for rows that are to be made, and `d0`, `d1`, … by
/// position for whether a compared column differs.
struct Comparison {
  let seed: TableSeed
  let key: SeedKey
  let stage: Stage

  private var expressions: RowExpressions { RowExpressions(seed: seed) }
  private var columns: [Int] { expressions.comparedColumns(key) }
  private var name: String { stage.difference }

  /// Makes the difference, empty.
  var create: SQL {
    let flags = columns.map { ", d\($0) boolean" }.joined()
    return SQL(
      unsafe: "CREATE TEMPORARY TABLE \(name) (LIKE \(stage.name), _new boolean NOT NULL\(flags)) "
        + "ON COMMIT DROP")
  }

  /// Fills the difference, and answers in one row how many of its rows are to be made, how many to
  /// be changed, and for each compared column whether it differs in any.
  var statements: [SQL] {
    let flags = columns.map {
      ", CASE WHEN t.ctid IS NOT NULL THEN \(expressions.differs(in: [$0])) END"
    }
    let totals = columns.map { ", pg_catalog.bool_or(d\($0))" }
    let staged = stagedColumns
    let names = staged + ["_new"] + columns.map { "d\($0)" }
    return [
      SQL(
        unsafe: """
          INSERT INTO \(name) (\(names.joined(separator: ", ")))
          SELECT \(staged.map { "s.\($0)" }.joined(separator: ", ")), t.ctid IS NULL\(flags.joined())
          FROM \(source) AS s
            LEFT JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key))
          WHERE t.ctid IS NULL OR \(expressions.differs(in: columns)) OR \(isOpen)
          """),
      SQL(
        unsafe: """
          SELECT pg_catalog.count(*) FILTER (WHERE _new), pg_catalog.count(*) FILTER (WHERE NOT _new)
            \(totals.joined()), pg_catalog.count(*) FILTER (WHERE \(isOpen)) FROM \(name) AS s
          """),
    ]
  }

  /// The stage's columns, but for those that it is given while rows are written.
  private var stagedColumns: [String] {
    ["_n", "_g"] + seed.layout.columns.indices.map { "c\($0)" }
      + seed.layout.lookups.indices.flatMap { ["l\($0)", "p\($0)"] }
  }

  /// The staged rows; with what their references find, where the stage does not say it.
  var source: String {
    guard seed.joinsReferences else { return stage.name }
    let references = ReferenceSQL(layout: seed.layout)
    let plain = ["x._n", "x._g"] + seed.layout.columns.indices.map { "x.c\($0)" }
    let found = references.results.enumerated().flatMap { [$1, "NULL::integer AS p\($0)"] }
    return "(SELECT \((plain + found).joined(separator: ", ")) "
      + "FROM \(stage.name) AS x \(references.joins))"
  }

  /// True for rows `s` that have a reference which joining finds no row for.
  private var isOpen: String {
    guard seed.joinsReferences else { return "false" }
    return seed.layout.lookups.indices.map { number in
      "(s._g IN (\(expressions.list(seed.layout.fieldSets(using: number)))) "
        + "AND s.l\(number) IS NULL)"
    }.joined(separator: " OR ")
  }

  /// Whether the statements' last answer leaves references open.
  func isIncomplete(_ answer: Rows.Row) -> Bool { answer.int(2 + columns.count) > 0 }

  /// Forgets what the statements have found.
  var clear: SQL { SQL(unsafe: "DELETE FROM \(name)") }

  /// What the statements' last answer says.
  func difference(_ answer: Rows.Row) -> Difference {
    Difference(
      rows: seed.rows, missing: answer.int(0), changed: answer.int(1),
      changedColumns: columns.enumerated().filter { answer.bool(2 + $0.offset) }.map(\.element),
      source: name)
  }

  /// Lets the planner know the rows that differ; of a few it can tell enough by the size of the table.
  func analyze(_ found: Difference, on connection: Connection) throws(PostgresError) {
    guard found.missing + found.changed > 1_000 else { return }
    try connection.execute(SQL(unsafe: "ANALYZE \(name)"))
  }

  /// Takes over what references have found in the stage since.
  ///
  /// - Parameter added: columns that the stage was given since, with their types.
  func refresh(adding added: [(name: String, type: String)]) -> [SQL] {
    let names =
      seed.layout.lookups.indices.flatMap { ["l\($0)", "p\($0)"] } + added.map(\.name)
    guard !names.isEmpty else { return [] }
    let columns = added.map { "ADD COLUMN \($0.name) \($0.type)" }
    let alter = SQL(unsafe: "ALTER TABLE \(name) \(columns.joined(separator: ", "))")
    let assignments = names.map { "\($0) = s.\($0)" }
    // Without new columns, only references that were open may have found something.
    let isOpen = seed.layout.lookups.indices.map { "d.p\($0) IS NOT NULL" }
    let condition = added.isEmpty ? " AND (\(isOpen.joined(separator: " OR ")))" : ""
    return (added.isEmpty ? [] : [alter]) + [
      SQL(
        unsafe: """
          UPDATE \(name) AS d SET \(assignments.joined(separator: ", "))
          FROM \(stage.name) AS s WHERE s._n = d._n\(condition)
          """)
    ]
  }
}

/// How a stage differs from its table.
struct Difference {
  var rows = 0
  var missing = 0
  var changed = 0
  /// The columns that differ in some row, by position.
  var changedColumns: [Int] = []
  /// The table with the staged rows that differ; the stage itself where its rows are all to be made.
  var source: String

  var isEmpty: Bool { missing == 0 && changed == 0 }

  func change(of seed: TableSeed) -> SeedReport.TableChange {
    var change = SeedReport.TableChange(table: seed.table.name.description)
    change.updated = changed
    change.unchanged = rows - missing - changed
    if seed.mode == .update { change.missing = missing } else { change.inserted = missing }
    return change
  }
}
