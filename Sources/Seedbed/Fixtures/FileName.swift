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
    let parts = plain.split(separator: ".").map { $0.lowercased() }
    switch parts.last {
    case "yml", "yaml", "csv", "jsonc", "json5", "ndjson", "js", "ts", "sql":
      self = .foreign(hint: "fixtures end in .json or .jsonl")
    case "json", "jsonl":
      self = .foreign(hint: "fixtures end in .json or .jsonl, in small letters")
    case _ where isCompressed && parts.count == 1 || Self.isCompressedOtherwise(parts):
      self = .foreign(hint: "compressed fixtures end in .json.gz or .jsonl.gz")
    default: self = .other
    }
  }

  /// `t.json.zst`, `t.json.GZ`.
  private static func isCompressedOtherwise(_ parts: [String]) -> Bool {
    ["json", "jsonl"].contains(parts.dropLast().last)
      && ["gz", "bz2", "lz4", "xz", "z", "zip", "zst"].contains(parts.last)
  }

  /// `020_billing.plans` → `billing.plans`.
  static func table(_ stem: String) -> String {
    let digits = stem.prefix { $0.isASCII && $0.isNumber }
    guard !digits.isEmpty, stem.dropFirst(digits.count).first == "_" else { return stem }
    return String(stem.dropFirst(digits.count + 1))
  }
}
