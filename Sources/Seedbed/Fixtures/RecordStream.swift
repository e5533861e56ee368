internal import JSON

/// The records of one section, one at a time, in the order of the file; a record with `$repeat` as
/// the records that are made of it.
struct RecordStream: ~Copyable {
  private let section: FixtureSection
  private var scanner: JSONScanner
  private let nested: NestedRecords?
  private var hasBegun = false
  private var expansion: RecordExpansion?
  /// The section's defaults, where they hold a place for the record's number.
  private let numberedDefaults: TapeTemplate?
  private var madeDefaults: Tape?
  /// How the record that was read last came about; nil where it stands in the file as it is.
  private(set) var repetition: RecordExpansion.Repetition?

  init(_ section: FixtureSection) throws {
    let nested = try section.nesting.map { try NestedRecords($0) }
    scanner = try section.file.scanner()
    self.section = section
    self.nested = nested
    let defaults = section.options.defaults.map { TapeTemplate($0.value) }
    numberedDefaults = defaults?.isConstant == false ? defaults : nil
  }

  /// Which of its parents' records the record that was read last stands in, counted from 0.
  var parentIndex: Int? { nested?.parentIndex }

  /// How many more records are to be made of the one that says `$repeat`.
  var ahead: Int { expansion?.ahead ?? 0 }

  /// The defaults of the record that was read last.
  var defaults: Tape? {
    if repetition != nil, let madeDefaults { return madeDefaults }
    return section.options.defaults?.value
  }

  /// Reads the next record; false at the end.
  ///
  /// - Throws: `JSONSyntaxError`, `FileError`.
  mutating func next(into tape: inout Tape) throws -> Bool {
    while true {
      repetition = expansion?.next(into: &tape, defaults: &madeDefaults)
      if repetition != nil { return true }
      guard try read(into: &tape) else { return false }
      expansion = RecordExpansion(tape, defaults: numberedDefaults)
      if expansion == nil { return true }
    }
  }

  private mutating func read(into tape: inout Tape) throws -> Bool {
    if let nested { return try nested.next(into: &tape) }
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
      if case .top = section.records { try scanner.finish() }
      return false
    }
    try scanner.readValue(into: &tape)
    return true
  }

  private mutating func goToRecords() throws {
    switch section.records {
    case .top, .children: break
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
