extension Statement {
  /// Whether the text, quoted or not, holds `word` in letters of either case.
  ///
  /// - Parameter word: in capitals, of ASCII.
  public func mentions(_ word: String) -> Bool {
    let word = Array(word.utf8)
    guard let first = word.first, range.count >= word.count else { return false }
    return source[range].withUnsafeBytes { bytes in
      (0...(bytes.count - word.count)).contains { start in
        guard bytes[start].uppercased == first else { return false }
        return word.indices.allSatisfy { bytes[start + $0].uppercased == word[$0] }
      }
    }
  }
}
