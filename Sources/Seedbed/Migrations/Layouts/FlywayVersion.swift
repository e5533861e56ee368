/// `1.2`, `1_2` or a timestamp: numbers that are compared one after the other.
struct FlywayVersion: Comparable, Hashable, CustomStringConvertible {
  private let parts: [MigrationNumber]

  /// Nil where the text is not made of numbers.
  init?(_ text: some StringProtocol) {
    var parts: [MigrationNumber] = []
    for part in text.split(omittingEmptySubsequences: false, whereSeparator: { "._".contains($0) })
    {
      guard let number = MigrationNumber(whole: part) else { return nil }
      parts.append(number)
    }
    // 1.0 is the same version as 1.
    while parts.count > 1, parts.last?.description == "0" { parts.removeLast() }
    self.parts = parts
  }

  var description: String { parts.map(\.description).joined(separator: ".") }

  static func < (one: FlywayVersion, other: FlywayVersion) -> Bool {
    one.parts.lexicographicallyPrecedes(other.parts)
  }
}
