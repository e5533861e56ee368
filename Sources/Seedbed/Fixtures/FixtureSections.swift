internal import JSON

/// What some files of fixtures hold, as far as their outer shape tells; their records are passed over.
struct FixtureSections: Sendable {
  /// In the order of the files.
  private(set) var all: [FixtureSection] = []
  /// What is wrong with that shape.
  private(set) var problems: [Problem] = []
  /// Whether a file names the schema that Seedbed keeps for editors.
  private(set) var refersToSchema = false

  init(of files: [FixtureFile]) throws {
    for file in files {
      var scanner = SectionScanner(file)
      do {
        try scanner.scan()
      } catch let error as JSONSyntaxError {
        problems.append(Problem(error, in: file))
      } catch let problem as Problem {
        problems.append(problem)
      }
      all += scanner.sections
      problems += scanner.problems
      if scanner.schema?.hasSuffix(Self.schemaName) == true { refersToSchema = true }
    }
  }

  private static let schemaName = "fixtures.schema.json"

  /// Reads all records to their ends, for what can be known of them without a database.
  ///
  /// - Throws: every mistake in the files' syntax and around their records, together.
  func checkSyntax() throws {
    var problems = problems
    for section in all {
      // The other files were read whole to find their sections.
      guard case .top = section.records else { continue }
      do {
        try Self.readRecords(of: section.file)
      } catch let error as JSONSyntaxError {
        problems.append(Problem(error, in: section.file))
      } catch let problem as Problem {
        problems.append(problem)
      }
    }
    if let problem = Problem.together(problems) { throw problem }
  }

  private static func readRecords(of file: FixtureFile) throws {
    var scanner = try file.scanner()
    guard file.format == .jsonLines else {
      try scanner.skipValue()
      return try scanner.finish()
    }
    while try scanner.hasMore() { try scanner.skipValue() }
  }
}

extension FixtureFolder {
  /// - Throws: all names that are no fixture's, together.
  func sections() throws -> FixtureSections { try FixtureSections(of: files()) }
}
