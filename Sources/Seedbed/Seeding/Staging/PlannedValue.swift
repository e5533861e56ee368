internal import Postgres

/// SQL for what a plan shows.
extension RowExpressions {
  /// What a column is to hold, as JSON; of a row that is yet to be made, the fields that identify
  /// it, as the fixture gives them.
  func planned(_ column: Int, fallback: String) -> String {
    let value = "pg_catalog.to_jsonb(\(value(of: column, fallback: fallback)))"
    var sets: [Int: [Int]] = [:]
    for (number, set) in layout.fieldSets.enumerated() {
      if case .lookup(let lookup) = set.sources[column] { sets[lookup, default: []].append(number) }
    }
    guard !sets.isEmpty else { return value }
    let branches = sets.sorted { $0.key < $1.key }.map { lookup, sets in
      "WHEN s._g IN (\(list(sets))) AND s.l\(lookup) IS NULL THEN \(identity(of: lookup))"
    }
    return "CASE \(branches.joined(separator: " ")) ELSE \(value) END"
  }

  private func identity(of lookup: Int) -> String {
    let fields = layout.lookups[lookup].parts.map { part in
      switch part.source {
      case .staged(let slot): "\(quotedName(part)), s.c\(slot)"
      case .lookup(let inner): "\(quotedName(part)), \(identity(of: inner))"
      }
    }
    return "pg_catalog.jsonb_build_object(\(fields.joined(separator: ", ")))"
  }

  private func quotedName(_ part: Lookup.Part) -> String { quoted(literal: part.column.name) }
}
