internal import Postgres
internal import SQLScript

/// A `backfill.sql`, read and checked: one statement that is run for a range of keys at a time.
public struct BackfillScript: Sendable {
  /// Of the migration that it lies beside.
  public let name: String
  public let file: MigrationFile
  public let options: BackfillOptions
  /// Of its tokens: comments and layout may change.
  public let checksum: String
  /// The statement as it is written.
  let text: String
  private let script: Script
  let change: DataChange
  /// The table whose rows are gone through.
  let table: DataChange.Table
  let location: Problem.Location

  /// How it is known that nothing is left to do.
  public enum Verification: String, Sendable {
    /// No row is left that the statement's condition would still be true for.
    case condition
    /// Another pass over all keys inserts nothing.
    case repetition
    /// Every key up to the upper end was gone through, once.
    case range
  }

  public var verification: Verification {
    if options.isVerifiedByRange { return .range }
    return change.skipsConflicts ? .repetition : .condition
  }

  /// - Throws: everything that is wrong with the file, together.
  init(_ file: MigrationFile, of migration: String) throws(Problem) {
    self.file = file
    name = migration
    let script = try Script(file.read(), of: file)
    self.script = script
    checksum = MigrationChecksum.ofTokens(script)
    var problems: [Problem] = []
    options = BackfillOptions(script, of: file, problems: &problems)
    guard let statement = script.statements.first, script.statements.count == 1 else {
      throw Problem.together(problems + [Self.notOne(script, file)]) ?? Self.notOne(script, file)
    }
    text = script.text(of: statement)
    location = file.location(line: statement.position.line, column: statement.position.column)
    do throws(DataChange.Objection) {
      change = try DataChange(statement, of: script)
    } catch {
      let problem = Problem(
        "backfill.statement", error.message, hint: error.hint,
        at: file.location(line: error.position.line, column: error.position.column),
        excerpt: script.line(error.position.line))
      throw Problem.together(problems + [problem]) ?? problem
    }
    let wanted = options.table
    let found = change.tables.first { wanted == nil || [$0.name, $0.reference].contains(wanted) }
    table = found ?? change.tables[0]
    if let wanted, found == nil {
      problems.append(
        Problem(
          "backfill.table", "the statement goes through no table \"\(wanted)\"",
          hint: Suggestion.hint(for: wanted, among: change.tables.map(\.name)), at: location))
    }
    if !options.isVerifiedByRange, !change.hasCondition, !change.skipsConflicts,
      change.verb != .delete
    {
      problems.append(Self.withoutCondition(change.verb, at: location))
    }
    if let problem = Problem.together(problems) { throw problem }
  }

  /// What the server said of the statement, with its place in the file.
  ///
  /// - Parameter isWhole: the server had it as it is written, and counted in that.
  func problem(_ error: PostgresError, isWhole: Bool = false) -> Problem {
    let said = error.redacted
    var problem = Problem(
      "backfill.statement_failed", said.message, at: location,
      notes: ["SQLSTATE \(said.sqlState)"])
    if isWhole, let character = said.position, let statement = script.statements.first {
      let place = script.position(ofCharacter: character, in: statement)
      problem.location = file.location(line: place.line, column: place.column)
    }
    problem.excerpt = problem.location?.line.map(script.line)
    for (name, text) in [("DETAIL", said.detail), ("HINT", said.hint), ("CONTEXT", said.context)] {
      if let text { problem.notes += text.split(separator: "\n").map { "\(name): \($0)" } }
    }
    return problem
  }

  private static func notOne(_ script: Script, _ file: MigrationFile) -> Problem {
    let second = script.statements.dropFirst().first?.position
    return Problem(
      "backfill.statements",
      second == nil
        ? "the file holds no statement" : "a backfill is one statement, and here begins another",
      hint: """
        write one UPDATE, DELETE or INSERT … SELECT; what is further to be done belongs to a \
        migration of its own
        """,
      at: file.location(line: second?.line, column: second?.column),
      excerpt: second.map { script.line($0.line) })
  }

  /// Without a condition nothing tells the rows that are done from those that are not. What a
  /// `DELETE` has not done yet is what is there.
  private static func withoutCondition(
    _ verb: DataChange.Verb, at location: Problem.Location
  ) -> Problem {
    Problem(
      "backfill.no_condition",
      "nothing tells which rows the \(verb.rawValue) is still to be run for",
      hint: verb == .insert
        ? "write ON CONFLICT DO NOTHING, or a WHERE that a row fulfils until it is done"
        : "write a WHERE that a row fulfils until it is done, as in WHERE slug IS NULL",
      at: location,
      notes: [
        "where having gone through every key once is enough: -- seedbed: backfill verify=range"
      ])
  }
}
