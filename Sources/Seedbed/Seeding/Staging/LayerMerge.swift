internal import Postgres

/// Lays the environment's records over the base's in a stage, field by field.
struct LayerMerge {
  let stage: String
  /// The condition under which a record `b` of the base and one `o` of the environment mean the
  /// same row.
  let isSame: (TableSeed) -> String
  /// Where the numbers of the records stand that others are nested in.
  var children: [(stage: String, column: String)] = []
  let connection: Connection

  /// Afterwards each row stands once in the stage, with all fields that either layer gives.
  func run(_ seed: inout TableSeed) throws(PostgresError) {
    let same = isSame(seed)
    let layers = "b._n < \(seed.layerStart) AND o._n >= \(seed.layerStart) AND \(same)"
    let pairs = try connection.execute(
      SQL(
        unsafe: "SELECT DISTINCT b._g, o._g FROM \(stage) AS b JOIN \(stage) AS o ON \(layers)"))
    guard !pairs.isEmpty else { return }
    let given = seed.layout.stageColumns
    let merged = pairs.map { pair in
      let (base, over) = (pair.int(0), pair.int(1))
      let fields = seed.layout.fieldSets[over].laid(over: seed.layout.fieldSets[base])
      let isLabelled = [over, base].contains { seed.layout.fieldSets[$0].isLabelled }
      return "(\(base), \(over), \(seed.layout.fieldSet(fields, isLabelled: isLabelled)))"
    }
    let taken = given.sorted { $0.key < $1.key }.map { name, sets in
      let list = sets.map(String.init).joined(separator: ", ")
      return "\(name) = CASE WHEN o._g IN (\(list)) THEN o.\(name) ELSE b.\(name) END"
    }
    try connection.execute(
      SQL(
        unsafe: """
          UPDATE \(stage) AS b SET \((["_g = m.merged"] + taken).joined(separator: ", "))
          FROM \(stage) AS o, (VALUES \(merged.joined(separator: ", "))) AS m (base, over, merged)
          WHERE b._g = m.base AND o._g = m.over AND \(layers)
          """))
    // The merged rows have new field sets, so the key is spelt out anew.
    let sameNow = isSame(seed)
    for child in children {
      try connection.execute(
        SQL(
          unsafe: """
            UPDATE \(child.stage) AS x SET \(child.column) = m.base
            FROM (SELECT b._n AS base, o._n AS over FROM \(stage) AS b, \(stage) AS o
              WHERE b._n < \(seed.layerStart) AND o._n >= \(seed.layerStart) AND \(sameNow)) AS m
            WHERE x.\(child.column) = m.over
            """))
    }
    seed.rows -= try connection.execute(
      SQL(
        unsafe: """
          DELETE FROM \(stage) AS o USING \(stage) AS b
          WHERE b._n < \(seed.layerStart) AND o._n >= \(seed.layerStart) AND \(sameNow)
          """)
    ).affected
  }
}

extension StageLayout {
  /// The stage's columns with the field sets whose records fill them.
  fileprivate var stageColumns: [String: [Int]] {
    var users: [String: [Int]] = [:]
    for set in fieldSets.indices {
      for name in stageColumns(of: set) { users[name, default: []].append(set) }
    }
    return users
  }

  private func stageColumns(of set: Int) -> Set<String> {
    var names: Set<String> = []
    func add(_ lookup: Int) {
      names.formUnion(["l\(lookup)", "p\(lookup)"])
      if let record = lookups[lookup].record { names.insert("c\(record.slot)") }
      for part in lookups[lookup].parts {
        switch part.source {
        case .staged(let slot): names.insert("c\(slot)")
        case .lookup(let inner): add(inner)
        }
      }
    }
    if fieldSets[set].isLabelled, let labels { names.insert("c\(labels)") }
    for source in fieldSets[set].sources.values {
      switch source {
      case .staged(let slot): names.insert("c\(slot)")
      case .lookup(let number): add(number)
      case .random(let number): names.insert("c\(randomReferences[number].slot)")
      case .expression: break
      }
    }
    return names
  }
}
