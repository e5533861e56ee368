internal import Postgres

/// What a server says where a statement has more columns than it can handle (manual, appendix K).
extension PostgresError {
  var isTooWide: Bool { sqlState == "54011" }

  /// The problem that it is for a table's records, where they give too many fields; else itself.
  func named(for seed: TableSeed) -> any Error {
    guard isTooWide else { return self }
    return Problem(
      "seed.too_many_fields",
      "the records of \(seed.table.name) give more fields than the server compares at once",
      hint: "750 fields of one table are possible: leave out some, or spread them over two runs",
      at: seed.place)
  }
}
