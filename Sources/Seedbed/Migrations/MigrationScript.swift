public import SQLScript

/// A migration's file, split and checked: what the runner needs, and nothing that can still be wrong.
public struct MigrationScript: Sendable {
  public let file: MigrationFile
  public let script: Script
  public let directives: Directives
  public let segments: [Segment]

  /// - Parameter usesTransaction: false where the file's layout says so, as a directive can.
  /// - Throws: everything that is wrong with the text, together.
  init(
    _ text: consuming SourceText, of file: MigrationFile, usesTransaction: Bool = true
  ) throws(Problem) {
    self.file = file
    script = try Script(text, of: file)
    let reader = DirectiveReader(script, of: file)
    var directives = reader.directives
    if !usesTransaction { directives.usesTransaction = false }
    self.directives = directives
    let marks = TransactionMarks(script)
    segments = Segment.split(marks, usesTransaction: directives.usesTransaction)
    let problems = reader.problems + problems(of: marks)
    if let problem = Problem.together(problems) { throw problem }
  }

  func location(of statement: Statement) -> Problem.Location {
    file.location(line: statement.position.line, column: statement.position.column)
  }

  /// `migrations/1_users.sql:3:1`
  func place(of statement: Int) -> String { location(of: script.statements[statement]).description }

  /// The same for one of several, of which nobody knows which: `migrations/1_users.sql:3:1–7:1`
  func place(of statements: Range<Int>) -> String {
    let first = place(of: statements.lowerBound)
    if statements.count == 1 { return first }
    let last = script.statements[statements.upperBound - 1].position
    return "\(first)–\(last.line):\(last.column)"
  }

  /// Transactions of the file's own that nobody would end, or whose parts could not be told apart.
  private func problems(of marks: TransactionMarks) -> [Problem] {
    var problems: [Problem] = []
    for (index, mark) in marks.marks {
      switch mark {
      case .control(.commit(andChain: true)), .control(.rollback(andChain: true)):
        problems.append(
          problem(
            "migrate.transaction_chain", "AND CHAIN is not supported in a migration",
            script.statements[index], hint: "write the next BEGIN out"))
      default: break
      }
    }
    if let last = segments.last, last.kind == .ownTransaction,
      script.statements[last.statements.upperBound - 1].endsTransaction == false
    {
      problems.append(
        problem(
          "migrate.open_transaction", "the transaction that begins here is not ended in the file",
          script.statements[last.statements.lowerBound],
          hint: "add COMMIT; or leave BEGIN out: Seedbed makes the transaction"))
    }
    return problems
  }

  private func problem(
    _ code: String, _ message: String, _ statement: Statement, hint: String
  ) -> Problem {
    Problem(
      code, message, hint: hint, at: location(of: statement),
      excerpt: script.line(statement.position.line))
  }
}

extension Script {
  /// Splits a file's text.
  ///
  /// - Throws: everything that keeps it from being read as SQL, together.
  init(_ text: consuming SourceText, of file: MigrationFile) throws(Problem) {
    do throws(ScriptErrors) {
      try self.init(text)
    } catch {
      let problems = error.errors.map { flaw in
        Problem(
          "migrate.\(flaw.kind.rawValue.snakeCased)", flaw.message, hint: flaw.hint,
          at: file.location(line: flaw.position.line, column: flaw.position.column),
          excerpt: flaw.line)
      }
      throw Problem.together(problems)
        ?? Problem("migrate.script", "the file cannot be read as SQL", at: file.location())
    }
  }
}

extension Statement {
  var endsTransaction: Bool {
    switch transactionControl {
    case .commit, .rollback, .prepare: true
    case .begin, nil: false
    }
  }
}

extension String {
  /// `unterminatedString` → `unterminated_string`, `invalidUTF8` → `invalid_utf8`
  fileprivate var snakeCased: String {
    var wasUpper = false
    return reduce(into: "") { text, letter in
      text += letter.isUppercase && !wasUpper ? "_" + letter.lowercased() : letter.lowercased()
      wasUpper = letter.isUppercase
    }
  }
}
