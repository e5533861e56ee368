internal import JSON

/// The records in one field of other records, as the file's order has them.
final class NestedRecords {
  private var parents: RecordStream
  private let field: [UInt8]
  private var parent = Tape()
  /// The parents' records so far, without the one whose field is being read.
  private(set) var parentIndex = -1
  private var next = 0
  private var end = 0

  init(_ nesting: Nesting) throws {
    parents = try RecordStream(nesting.parents)
    field = Array(nesting.field.utf8)
  }

  /// - Throws: `JSONSyntaxError`, `FileError`.
  func next(into tape: inout Tape) throws -> Bool {
    while next >= end {
      guard try parents.next(into: &parent) else { return false }
      parentIndex += 1
      findField()
    }
    tape.copy(next, of: parent)
    next = Int(parent.tokens[next].next)
    return true
  }

  /// Another value than an array is a mistake that the parents' reader reports.
  private func findField() {
    (next, end) = (0, 0)
    guard parent.tokens[0].kind == .object else { return }
    var token = 1
    while token < Int(parent.tokens[0].next) {
      let value = token + 1
      if parent.nameEquals(token, field), parent.tokens[value].kind == .array {
        (next, end) = (value + 1, Int(parent.tokens[value].next))
        return
      }
      token = Int(parent.tokens[value].next)
    }
  }
}
