/// What a file's name says about it.
enum FileName {
  case fixture(table: String, FixtureFile.Format, isCompressed: Bool)
  /// A format that others use for seeds; passing over it would lose rows in silence.
  case foreign(hint: String)
  /// Anything else may lie there, for instance for `$file`.
  case other

  init(_ name: String) {
    let isCompressed = name.hasSuffix(".gz")
    let plain = isCompressed ? String(name.dropLast(".gz".count)) : name
    let formats: [(String, FixtureFile.Format)] = [(".json", .json), (".jsonl", .jsonLines)]
    for (ending, format) in formats where plain.hasSuffix(ending) {
      let stem = String(plain.dropLast(ending.count))
      self = .fixture(table: Self.table(stem), format, isCompressed: isCompressed)
      return
    }
    let parts = plain.split(separator: ".")
    switch parts.last?.lowercased() {
    case "yml", "yaml", "csv", "jsonc", "json5", "ndjson", "js", "ts", "sql":
      self = .foreign(hint: "fixtures end in .json or .jsonl, or either with .gz")
    case _ where isCompressed && parts.count == 1:
      self = .foreign(hint: "compressed fixtures end in .json.gz or .jsonl.gz")
    default: self = .other
    }
  }

  /// `020_billing.plans` → `billing.plans`.
  static func table(_ stem: String) -> String {
    let digits = stem.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, stem.dropFirst(digits.count).first == "_" else { return stem }
    return String(stem.dropFirst(digits.count + 1))
  }
}
