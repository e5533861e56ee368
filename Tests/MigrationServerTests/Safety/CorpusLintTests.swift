import SQLScript
import Testing

@testable import Seedbed

/// What `migrate lint` says of the corpus of measured statements.
@Suite struct CorpusLintTests {
  /// A SQL function of one constant is inlined, which its text does not promise.
  private static let knownAlarms: Set = ["column_own_volatile_function"]

  @Test(arguments: Corpus.versions)
  func `no statement that blocks is missed, and few others are reported`(_ major: Int) throws {
    let corpus = try Corpus()
    var (missed, alarms, count) = ([String](), [String](), 0)
    for one in corpus.cases where one.oldest <= major {
      let measured = try #require(try corpus.measured(one.name, on: major), "\(one.name)")
      count += 1
      let isReported = try reports(corpus.base + one.given, one.statements, major)
      if Self.blocks(measured), !isReported { missed.append(one.name) }
      if !Self.blocks(measured), isReported { alarms.append(one.name) }
    }
    #expect(count >= 190)
    #expect(missed == [])
    #expect(Set(alarms) == Self.knownAlarms)
  }

  /// By the statements before, without a database; the session's time is that of the measurement.
  private func reports(
    _ before: [String], _ statements: [String], _ major: Int
  ) throws -> Bool {
    var knowledge = SchemaKnowledge()
    knowledge.majorVersion = major
    knowledge.isTimeZoneUTC = true
    var linter = Linter(knowledge)
    linter.learn(try script(before))
    // Rows that stay locked are no table's lock, which is what was measured.
    return try linter.lint(script(statements)).contains {
      $0.consequence == .blocks && $0.rule != UnboundedChange.page.id
    }
  }

  private func script(_ statements: [String]) throws -> MigrationScript {
    try MigrationScript(
      SourceText(statements.joined(separator: "\n")), of: MigrationFile(path: "a", name: "a"))
  }

  /// Whether the server worked through rows while a table was locked against readers or writers, by
  /// this statement or by one before in the transaction.
  private static func blocks(_ statements: [String]) -> Bool {
    var isLocked = false
    for statement in statements {
      let facts = statement.split(separator: "; ").map(String.init)
      isLocked =
        isLocked
        || facts.contains { fact in
          // Of a materialized view there are readers only, and an index is used by nobody alone.
          ["SHARE ", "SHARE ROW EXCLUSIVE ", "ACCESS EXCLUSIVE "].contains { fact.hasPrefix($0) }
            && !fact.hasPrefix("SHARE UPDATE") && !fact.hasSuffix(" users_email")
        }
      let isWork = facts.contains { fact in
        ["rewrite ", "scan ", "index_build "].contains { fact.hasPrefix($0) }
      }
      if isLocked, isWork { return true }
    }
    return false
  }
}
