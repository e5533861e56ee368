/// Finds the name that was probably meant.
public enum Suggestion {
  /// The nearest of `names` by edit distance, if it is near enough to be a slip of the pen: at most
  /// a third of the letters, or the same letters in another case.
  public static func nearest(to name: String, in names: some Sequence<String>) -> String? {
    let wanted = Array(name.lowercased().unicodeScalars)
    var best: (name: String, distance: Int)?
    for candidate in names {
      let distance = editDistance(wanted, Array(candidate.lowercased().unicodeScalars))
      guard distance <= max(1, wanted.count / 3) else { continue }
      if distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.name
  }

  /// `did you mean "email"?`, else the list of what there is, else nil.
  public static func hint(for name: String, among names: [String], listing: Int = 12) -> String? {
    if let near = nearest(to: name, in: names) { return "did you mean \"\(near)\"?" }
    guard !names.isEmpty, names.count <= listing else { return nil }
    return "there is: " + names.map { "\"\($0)\"" }.joined(separator: ", ")
  }

  /// Levenshtein's distance with transposed neighbours as one edit (restricted Damerau).
  static func editDistance(_ one: [Unicode.Scalar], _ other: [Unicode.Scalar]) -> Int {
    guard !one.isEmpty, !other.isEmpty else { return max(one.count, other.count) }
    var beforeLast: [Int] = []
    var last = Array(0...other.count)
    for row in 1...one.count {
      var current = [row]
      for column in 1...other.count {
        let substitution = last[column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1)
        var cost = min(last[column] + 1, current[column - 1] + 1, substitution)
        if row > 1, column > 1, one[row - 1] == other[column - 2],
          one[row - 2] == other[column - 1]
        {
          cost = min(cost, beforeLast[column - 2] + 1)
        }
        current.append(cost)
      }
      (beforeLast, last) = (last, current)
    }
    return last[other.count]
  }
}
