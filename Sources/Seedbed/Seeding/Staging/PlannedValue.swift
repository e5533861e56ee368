internal import Postgres

/// SQL for what a plan shows.
extension RowExpressions {
  /// What a column is to hold, as JSON; of a row that is yet to be made, the fields that identify
  /// it, as the fixture gives them.
  ///
  /// - Parameter described: what a reference to a record of the same run is shown as.
  func planned(
    _ column: Int, row: String = "s", fallback: String? = nil,
    described: (Int) -> String? = { _ in nil }
  ) -> String {
    let value = "pg_catalog.to_jsonb(\(value(of: column, row: row, fallback: fallback)))"
    var sets: [Int: [Int]] = [:]
    for (number, set) in layout.fieldSets.enumerated() {
      if case .lookup(let lookup) = set.sources[column] { sets[lookup, default: []].append(number) }
    }
    guard !sets.isEmpty else { return value }
    let branches = sets.sorted { $0.key < $1.key }.map { lookup, sets in
      "WHEN \(row)._g IN (\(list(sets))) AND \(row).l\(lookup) IS NULL "
        + "THEN \(identity(of: lookup, row, described))"
    }
    return "CASE \(branches.joined(separator: " ")) ELSE \(value) END"
  }

  private func identity(
    of lookup: Int, _ row: String, _ described: (Int) -> String?
  ) -> String {
    if let record = layout.lookups[lookup].record {
      if case .label(let slot) = record {
        return "pg_catalog.jsonb_build_object('$ref', \(row).c\(slot))"
      }
      return described(lookup) ?? "'{}'::pg_catalog.jsonb"
    }
    let fields = layout.lookups[lookup].parts.map { part in
      switch part.source {
      case .staged(let slot): "\(quotedName(part)), \(row).c\(slot)"
      case .lookup(let inner): "\(quotedName(part)), \(identity(of: inner, row, described))"
      }
    }
    return "pg_catalog.jsonb_build_object(\(fields.joined(separator: ", ")))"
  }

  private func quotedName(_ part: Lookup.Part) -> String { quoted(literal: part.column.name) }
}
