/// Orders ASCII names as JavaScript's `localeCompare` does: by the root collation of Unicode's CLDR,
/// in which marks come before digits, digits before letters, and case only decides between equals.
struct LocaleOrder: Comparable {
  private let primary: [UInt32]
  private let tertiary: [UInt32]

  private static let marks = Array("_-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$".unicodeScalars)

  init(_ name: String) {
    primary = name.unicodeScalars.map { scalar in
      if let rank = Self.marks.firstIndex(of: scalar) { return UInt32(rank) }
      return scalar.properties.lowercaseMapping.unicodeScalars.first.map { $0.value + 64 } ?? 0
    }
    // A small letter comes before its capital.
    tertiary = name.unicodeScalars.map { $0.properties.isUppercase ? 1 : 0 }
  }

  static func < (one: LocaleOrder, other: LocaleOrder) -> Bool {
    if one.primary != other.primary {
      return one.primary.lexicographicallyPrecedes(other.primary)
    }
    return one.tertiary.lexicographicallyPrecedes(other.tertiary)
  }
}
