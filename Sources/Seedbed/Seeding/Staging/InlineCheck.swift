internal import Postgres

/// Asks the server, with the rows as a parameter, whether there is anything to do at all.
///
/// Nothing is made on the server for it, not even a temporary table, so that a run without a
/// difference leaves no trace in the write-ahead log. It is for small sets; whenever it finds a
/// difference, or anything odd, the rows are staged and looked at properly.
struct InlineCheck {
  let seed: TableSeed
  let key: SeedKey
  /// The rows as a JSON array.
  let rows: [UInt8]

  /// At most so many bytes of fixtures are checked this way.
  static let sizeLimit = 2 << 20
  /// And at most so many bytes of a table's rows.
  static let rowLimit = 8 << 20

  /// The rows cannot be checked this way.
  struct Unfit: Error {}

  /// One row of numbers: the records, those that match a row and equal it, the different rows
  /// matched, the records without a row, and the different rows matched in each layer.
  var statement: SQL {
    // A reference that finds no row is a difference, whatever else the run would make.
    let expressions = RowExpressions(seed: seed, canPend: false)
    let unresolved = seed.layout.lookups.indices.map { number in
      let users = seed.layout.fieldSets(using: number)
      return " AND NOT (s._g IN (\(expressions.list(users))) AND s.l\(number) IS NULL)"
    }.joined()
    let inLayers =
      seed.hasLayers
      ? """
      ,
      pg_catalog.count(DISTINCT (t.tableoid, t.ctid, s._n < \(seed.layerStart)))
        FILTER (WHERE t.ctid IS NOT NULL)
      """ : ""
    // A field that a later layer gives as well is that layer's matter.
    let over =
      seed.hasLayers
      ? """
      LEFT JOIN s AS o ON s._n < \(seed.layerStart) AND o._n >= \(seed.layerStart)
        AND \(expressions.sameKey(key, "s", "o"))
      """ : ""
    let differs = expressions.differs(
      in: expressions.comparedColumns(key) + expressions.identityColumns(key)
        + expressions.comparedGeneratedColumns,
      except: seed.hasLayers
        ? { column in
          let sets = seed.layout.fieldSets.indices.filter {
            seed.layout.fieldSets[$0].gives(column)
          }
          return "o._g IN (\(expressions.list(sets)))"
        } : nil)
    return SQL(
      unsafe: """
        WITH \(stagedRows)
        SELECT pg_catalog.count(*),
          pg_catalog.count(*) FILTER (
            WHERE t.ctid IS NOT NULL AND NOT \(differs)\(unresolved)),
          \(matched),
          pg_catalog.count(*) FILTER (WHERE t.ctid IS NULL\(unresolved))\(inLayers)
        FROM s LEFT JOIN \(expressions.rows(of: key)) ON \(expressions.matches(key))
        \(over)
        """, binds: [parameter])
  }

  /// How many different rows are matched. Records with different keys cannot match the same one, and
  /// the server need not sort for it.
  private var matched: String {
    if seed.areDistinct(by: key) { return "pg_catalog.count(t.ctid)" }
    // Only the rows of partitions are in several tables.
    let row = seed.table.kind == .partitioned ? "(t.tableoid, t.ctid)" : "t.ctid"
    return "pg_catalog.count(DISTINCT \(row)) FILTER (WHERE t.ctid IS NOT NULL)"
  }

  /// The rows as the stage would hold them, `s`, for a `WITH`; `parameter` is bound to it.
  var stagedRows: String {
    let references = ReferenceSQL(layout: seed.layout)
    let columns = seed.layout.columns
    let declared =
      ["_n integer", "_g integer"]
      + columns.enumerated().map { slot, column in
        // json_to_recordset would turn a JSON null into NULL.
        column.isJSON ? "c\(slot) text" : "c\(slot) \(column.declaration)"
      }
    let selected =
      ["x._n", "x._g"]
      + columns.enumerated().map { slot, column in
        column.isJSON ? "x.c\(slot)::\(column.type) AS c\(slot)" : "x.c\(slot)"
      } + references.results
    return """
      s AS MATERIALIZED (
        SELECT \(selected.joined(separator: ", "))
        FROM pg_catalog.json_to_recordset($1::json) AS x(\(declared.joined(separator: ", ")))
        \(references.joins))
      """
  }

  var parameter: String {
    rows.isEmpty ? "[]" : String(decoding: rows, as: UTF8.self) + "]"
  }

  /// What the answer says about the table, where it says that there is nothing to do; nil where it
  /// does not.
  func unchanged(_ answer: Rows) -> SeedReport.TableChange? {
    guard let row = answer.first, row.int(0) == seed.count else { return nil }
    var change = SeedReport.TableChange(table: seed.table.name.description, unchanged: row.int(2))
    // Rows that are not there are nothing to do only where none are made; two records for one of
    // them would go unseen in a layer of its own.
    if seed.mode == .update, !seed.hasLayers { change.missing = row.int(3) }
    let matched = seed.hasLayers ? row.int(4) : row.int(2)
    guard row.int(1) + change.missing == seed.count, matched + change.missing == seed.count
    else { return nil }
    return change
  }
}
