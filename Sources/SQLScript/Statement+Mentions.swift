extension Statement {
  /// Whether the text, quoted or not, holds `word` in letters of either case.
  ///
  /// - Parameter word: in capitals, of ASCII.
  public func mentions(_ word: String) -> Bool {
    let word = Array(word.utf8)
    guard let first = word.first, range.count >= word.count else { return false }
    return source.withUnsafeBufferPointer { bytes in
      (range.lowerBound...(range.upperBound - word.count)).contains { start in
        bytes[start].uppercased == first
          && word.indices.allSatisfy { bytes[start + $0].uppercased == word[$0] }
      }
    }
  }
}
