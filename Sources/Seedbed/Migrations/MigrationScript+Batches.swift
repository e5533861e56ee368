internal import SQLScript

extension MigrationScript {
  /// Statements of a transaction that go out together, so that not each of them is waited for: short
  /// changes of rows, of which scripts of data hold a great many.
  ///
  /// All others go out one by one: what they are at is shown, and where a notice comes from.
  func batches(of statements: Range<Int>) -> [Range<Int>] {
    var batches: [Range<Int>] = []
    var room = 0
    for index in statements {
      let statement = script.statements[index]
      let goesAlong = statement.goesAlong
      if goesAlong, statement.range.count <= room, let last = batches.popLast() {
        batches.append(last.lowerBound..<(index + 1))
        room -= statement.range.count
      } else {
        batches.append(index..<(index + 1))
        room = goesAlong ? Self.batchSize - statement.range.count : 0
      }
    }
    return batches
  }

  /// In bytes.
  private static let batchSize = 1 << 15
}

extension Statement {
  /// A parameter is an error with a place where the statement is sent by itself, and a breach of the
  /// protocol where it is not.
  fileprivate var goesAlong: Bool {
    ["INSERT", "UPDATE", "DELETE"].contains(firstWord) && !hasParameters
  }
}
