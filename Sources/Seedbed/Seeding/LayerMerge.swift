internal import Postgres

/// Lays the environment's records over the base's in a stage, field by field.
struct LayerMerge {
  let stage: String
  let key: SeedKey
  let connection: Connection

  /// Afterwards each row stands once in the stage, with all fields that either layer gives.
  func run(_ seed: inout TableSeed) throws(PostgresError) {
    let same = RowExpressions(seed: seed).sameKey(key, "b", "o")
    let layers = "b._n < \(seed.layerStart) AND o._n >= \(seed.layerStart) AND \(same)"
    let pairs = try connection.execute(
      SQL(
        unsafe: "SELECT DISTINCT b._g, o._g FROM \(stage) AS b JOIN \(stage) AS o ON \(layers)"))
    for pair in pairs {
      let (base, over) = (pair.int(0), pair.int(1))
      let merged = seed.layout.fieldSets[over].laid(over: seed.layout.fieldSets[base])
      let number = seed.layout.fieldSet(merged)
      let taken = seed.layout.stageColumns(of: over).map { "\($0) = o.\($0)" }
      try connection.execute(
        SQL(
          unsafe: """
            UPDATE \(stage) AS b SET \((["_g = \(number)"] + taken).joined(separator: ", "))
            FROM \(stage) AS o WHERE b._g = \(base) AND o._g = \(over) AND \(layers)
            """))
    }
    // The merged rows have new field sets, so the key is spelt out anew.
    let sameNow = RowExpressions(seed: seed).sameKey(key, "b", "o")
    try connection.execute(
      SQL(
        unsafe: """
          DELETE FROM \(stage) AS o USING \(stage) AS b
          WHERE b._n < \(seed.layerStart) AND o._n >= \(seed.layerStart) AND \(sameNow)
          """))
  }
}

extension StageLayout {
  /// The stage's columns that hold what a field set's records give.
  fileprivate func stageColumns(of set: Int) -> [String] {
    var names: Set<String> = []
    func add(_ lookup: Int) {
      names.formUnion(["l\(lookup)", "p\(lookup)"])
      for part in lookups[lookup].parts {
        switch part.source {
        case .staged(let slot): names.insert("c\(slot)")
        case .lookup(let inner): add(inner)
        }
      }
    }
    for source in fieldSets[set].sources.values {
      switch source {
      case .staged(let slot): names.insert("c\(slot)")
      case .lookup(let number): add(number)
      case .expression: break
      }
    }
    return names.sorted()
  }
}
