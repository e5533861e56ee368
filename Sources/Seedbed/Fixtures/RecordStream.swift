internal import JSON

/// The records of one section, one at a time, in the order of the file.
struct RecordStream: ~Copyable {
  private let section: FixtureSection
  private var scanner: JSONScanner
  private var hasBegun = false

  init(_ section: FixtureSection) throws {
    self.section = section
    scanner = try section.file.scanner()
  }

  /// Reads the next record; false at the end.
  ///
  /// - Throws: `JSONSyntaxError`, `FileError`.
  mutating func next(into tape: inout Tape) throws -> Bool {
    if section.file.format == .jsonLines {
      guard try scanner.hasMore() else { return false }
      try scanner.readValue(into: &tape)
      return true
    }
    if !hasBegun {
      hasBegun = true
      try goToRecords()
    }
    guard try scanner.nextElement() else {
      // What follows the records was checked when the sections were looked for, except after a
      // bare array, which was not read then.
      if section.records == .top { try scanner.finish() }
      return false
    }
    try scanner.readValue(into: &tape)
    return true
  }

  private mutating func goToRecords() throws {
    switch section.records {
    case .top: break
    case .rows: try enter("$rows")
    case .member(let name): try enter(name)
    case .memberRows(let name):
      try enter(name)
      try enter("$rows")
    }
    try scanner.beginArray()
  }

  /// Goes to the value of a member that the section scanner has seen.
  private mutating func enter(_ name: String) throws {
    try scanner.beginObject()
    while let member = try scanner.nextName(), member.name != name { try scanner.skipValue() }
  }
}
