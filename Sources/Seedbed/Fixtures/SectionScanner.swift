internal import JSON

/// Finds the sections of a fixture file: which tables it holds, with which options. Records are
/// passed over.
struct SectionScanner {
  let file: FixtureFile
  private(set) var sections: [FixtureSection] = []
  private(set) var problems: [Problem] = []
  /// What the file says is its schema.
  private(set) var schema: String?

  init(_ file: FixtureFile) { self.file = file }

  /// - Throws: what stops the file from being read at all, as its syntax.
  mutating func scan() throws {
    if file.format == .jsonLines {
      _ = try file.scanner()
      sections = [section(file.tableName, TextPosition(line: 1, column: 1, offset: 0), .top)]
      return
    }
    var scanner = try file.scanner()
    switch try scanner.nextKind() {
    case .array:
      // Nothing but records can follow; their syntax is checked when they are read.
      sections = [section(file.tableName, scanner.position, .top)]
    case .object:
      try scanObject(&scanner)
    default:
      report(
        "seed.not_a_fixture", "a fixture is an array of records or an object, not a single value",
        at: scanner.position)
    }
  }

  private mutating func scanObject(_ scanner: inout JSONScanner) throws {
    var options = TableOptions()
    var optionPositions: [(name: String, position: TextPosition)] = []
    var table: (name: String, position: TextPosition)?
    var rows: TextPosition?
    var members: [FixtureSection] = []
    let start = scanner.position
    try scanner.beginObject()
    while let (name, position) = try scanner.nextName() {
      switch name {
      case "$schema": schema = try schemaName(&scanner)
      case "$rows":
        rows = position
        try skipRecords(&scanner)
      case "$table":
        table = try string(&scanner, of: name).map { ($0, position) }
      case _ where name.hasPrefix("$"):
        optionPositions.append((name, position))
        try read(option: name, at: position, into: &options, &scanner)
      default:
        if let member = try scanTable(name, at: position, &scanner) { members.append(member) }
      }
    }
    try scanner.finish()

    if rows != nil {
      var whole = section(table?.name ?? file.tableName, table?.position ?? start, .rows)
      whole.options = options
      sections = [whole]
      if file.isStandardInput, let table, table.name != file.tableName {
        report(
          "seed.contradiction", "$table names another table than --table",
          hint: "leave one of them out, or give both the same name", at: table.position)
      }
      for member in members {
        report(
          "seed.unknown_option",
          "\"\(member.tableName)\" stands beside $rows, where only options may stand",
          hint: "records go into $rows; several tables in a file have their own $rows each",
          at: member.position)
      }
    } else {
      sections = members
      if file.isStandardInput, let member = members.first {
        report(
          "seed.several_tables", "standard input holds the rows of one table, the one of --table",
          hint: "put them into $rows", at: member.position)
      }
      for (name, position) in optionPositions where TableOptions.names.contains(name) {
        report(
          "seed.misplaced_option", "\(name) stands outside of a table",
          hint: "put it beside the table's $rows", at: position)
      }
      if let table {
        report(
          "seed.misplaced_option", "$table stands in a file without $rows",
          hint: "put the records into $rows", at: table.position)
      }
    }
  }

  /// One member of a file of several tables.
  private mutating func scanTable(
    _ name: String, at position: TextPosition, _ scanner: inout JSONScanner
  ) throws -> FixtureSection? {
    switch try scanner.nextKind() {
    case .array:
      try scanner.skipValue()
      return section(name, position, .member(name))
    case .object: break
    default:
      report(
        "seed.not_a_table", "\"\(name)\" should be an array of records or an object with $rows",
        at: scanner.position)
      try scanner.skipValue()
      return nil
    }
    var found = section(name, position, .memberRows(name))
    var hasRows = false
    try scanner.beginObject()
    while let (option, place) = try scanner.nextName() {
      switch option {
      case "$rows":
        hasRows = true
        try skipRecords(&scanner)
      case _ where option.hasPrefix("$"):
        try read(option: option, at: place, into: &found.options, &scanner)
      default:
        report(
          "seed.unknown_option", "\"\(option)\" stands where only options of a table may stand",
          hint: "records go into $rows", at: place)
        try scanner.skipValue()
      }
    }
    if !hasRows {
      report(
        "seed.not_a_table", "\"\(name)\" has no $rows",
        hint: "a table is an array of records or an object with $rows", at: position)
      return nil
    }
    return found
  }

  private mutating func skipRecords(_ scanner: inout JSONScanner) throws {
    if try scanner.nextKind() != .array {
      report("seed.not_a_table", "$rows should be an array of records", at: scanner.position)
    }
    try scanner.skipValue()
  }

  /// Editors make what they like of another value than a text.
  private func schemaName(_ scanner: inout JSONScanner) throws -> String? {
    var tape = Tape()
    try scanner.readValue(into: &tape)
    return tape.tokens[0].kind == .string ? tape.string(at: 0) : nil
  }

  // MARK: Options

  private mutating func read(
    option: String, at position: TextPosition, into options: inout TableOptions,
    _ scanner: inout JSONScanner
  ) throws {
    switch option {
    case "$key":
      options.key = try names(&scanner, of: option).map { .init(value: $0, position: position) }
    case "$insertOnly":
      options.insertOnly = try names(&scanner, of: option).map {
        .init(value: $0, position: position)
      }
    case "$mode":
      guard let text = try string(&scanner, of: option) else { return }
      if let mode = TableOptions.Mode(rawValue: text) {
        options.mode = .init(value: mode, position: position)
      } else {
        report(
          "seed.unknown_mode", "there is no mode \"\(text)\"",
          hint: Suggestion.hint(for: text, among: TableOptions.Mode.allCases.map(\.rawValue)),
          at: position)
      }
    case "$defaults":
      guard try scanner.nextKind() == .object else {
        report("seed.bad_option", "$defaults should be an object of fields", at: scanner.position)
        return try scanner.skipValue()
      }
      var tape = Tape()
      try scanner.readValue(into: &tape)
      options.defaults = .init(value: tape, position: position)
    default:
      report(
        "seed.unknown_option", "there is no option \"\(option)\"",
        hint: Suggestion.hint(for: option, among: TableOptions.names), at: position)
      try scanner.skipValue()
    }
  }

  private mutating func names(
    _ scanner: inout JSONScanner, of option: String
  ) throws -> [String]? {
    let position: TextPosition
    var tape = Tape()
    _ = try scanner.nextKind()
    position = scanner.position
    try scanner.readValue(into: &tape)
    let tokens = tape.tokens
    if tokens[0].kind == .string { return [tape.string(at: 0)] }
    let items = tokens.dropFirst()
    guard tokens[0].kind == .array, !items.isEmpty, items.allSatisfy({ $0.kind == .string }) else {
      report("seed.bad_option", "\(option) should be a list of columns", at: position)
      return nil
    }
    return items.indices.map { tape.string(at: $0) }
  }

  private mutating func string(
    _ scanner: inout JSONScanner, of option: String
  ) throws -> String? {
    var tape = Tape()
    let kind = try scanner.nextKind()
    let position = scanner.position
    guard kind == .string else {
      report("seed.bad_option", "\(option) should be a string", at: position)
      try scanner.skipValue()
      return nil
    }
    try scanner.readValue(into: &tape)
    return tape.string(at: 0)
  }

  private func section(
    _ table: String, _ position: TextPosition, _ records: FixtureSection.RecordsPlace
  ) -> FixtureSection {
    FixtureSection(file: file, tableName: table, position: position, records: records)
  }

  private mutating func report(
    _ code: String, _ message: String, hint: String? = nil, at position: TextPosition
  ) {
    problems.append(Problem(code, message, hint: hint, at: file.location(position)))
  }
}
