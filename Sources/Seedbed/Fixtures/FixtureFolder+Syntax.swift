internal import JSON

extension FixtureFolder {
  /// Reads all fixtures to their ends, for what can be known of them without a database.
  ///
  /// - Throws: every mistake in their names, in their syntax and around their records, together.
  func checkSyntax() throws {
    var (sections, problems) = try SeedOutline.sections(of: files())
    // The others were read whole to find their sections.
    sections.removeAll { if case .top = $0.records { false } else { true } }
    for section in sections {
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
