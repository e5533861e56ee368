internal import Postgres

/// Deletes what was found, referring tables first.
struct RowDeletion {
  let staged: StagedSeeds
  let connection: Connection
  let keys: [IncomingKey]
  /// How many rows of each table of the run are to go.
  let counts: [Int]

  /// - Throws: `RowsMoved` where other sessions, or a trigger, let the numbers come out otherwise;
  ///   `Problem` where the server refuses.
  func run() throws {
    for group in groups {
      let answer: Rows
      do {
        answer = try connection.execute(statement(group))
      } catch {
        guard !error.endsTheRun else { throw error }
        let seed = group.lazy.map { staged.seeds[$0] }.first { $0.table.name.name == error.table }
        throw Problem(deletion: error, of: seed ?? staged.seeds[group[0]])
      }
      for (number, index) in group.enumerated() {
        let deleted = answer.first?.int(number) ?? 0
        guard deleted == counts[index] else {
          throw RowsMoved(deletionOf: staged.seeds[index], asked: counts[index], deleted: deleted)
        }
      }
    }
  }

  /// The tables that lose rows, in the order of deletion; a circle is one statement, at whose end
  /// the server looks at its foreign keys.
  ///
  /// The order takes in the tables through which a deletion reaches others.
  private var groups: [[Int]] {
    let losing = staged.seeds.indices.filter { counts[$0] > 0 }
    var positions: [Int: Int] = [:]
    for oid in losing.map({ staged.seeds[$0].table.oid })
      + keys.flatMap({ [$0.table, $0.referenced] })
    where positions[oid] == nil {
      positions[oid] = positions.count
    }
    var edges = Array(repeating: [Int](), count: positions.count)
    for key in keys {
      if let from = positions[key.table], let to = positions[key.referenced] {
        edges[from].append(to)
      }
    }
    let seeds = Dictionary(
      losing.compactMap { index in positions[staged.seeds[index].table.oid].map { ($0, index) } },
      uniquingKeysWith: { one, _ in one })
    return SeedOrder.groups(edges: edges).reversed()
      .map { group in group.compactMap { seeds[$0] } }.filter { !$0.isEmpty }
  }

  private func statement(_ group: [Int]) -> SQL {
    let parts = group.enumerated().map { number, index in
      """
      d\(number) AS (DELETE FROM \(staged.seeds[index].table.rows) AS t USING \(DeletionTable.name) AS d
        WHERE d.seed = \(index) AND t.ctid = d.row_at AND t.tableoid = d.row_table RETURNING 1)
      """
    }
    let totals = group.indices.map { "(SELECT pg_catalog.count(*) FROM d\($0))" }
    return SQL(
      unsafe: "WITH \(parts.joined(separator: ",\n")) SELECT \(totals.joined(separator: ", "))")
  }
}

extension RowsMoved {
  fileprivate init(deletionOf seed: TableSeed, asked: Int, deleted: Int) {
    self.init(
      Problem(
        "seed.rows_kept",
        "\(asked.rows) of \(seed.table.name) were to be deleted, the server deleted \(deleted)",
        hint:
          "look for a trigger or rule that keeps rows, or for sessions that write to it meanwhile",
        at: seed.place, notes: ["nothing was written"]))
  }
}

extension Problem {
  fileprivate init(deletion error: PostgresError, of seed: TableSeed) {
    self.init(refusal: error, of: seed)
    guard code == "seed.refused_row" else { return }
    code = "seed.refused_deletion"
    message =
      "the server refuses to delete a row of \(seed.table.name) that no fixture has any more: "
      + error.redacted.message
    hint = hint ?? "put the record back, or change what refers to its row"
  }
}
