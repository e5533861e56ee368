import Testing

@testable import Seedbed

@Suite struct SegmentTests {
  /// `t0-1 a2 t3-4`: what each segment is and which statements it has.
  private func segments(_ text: String) throws -> String {
    try Migration.named("1_x", text).script().segments.map { segment in
      let letter = [.transaction: "t", .ownTransaction: "o", .alone: "a"][segment.kind] ?? ""
      let (first, last) = (segment.statements.lowerBound, segment.statements.upperBound - 1)
      return first == last ? "\(letter)\(first)" : "\(letter)\(first)-\(last)"
    }.joined(separator: " ")
  }

  @Test(arguments: [
    ("", ""),
    ("-- nothing yet\n", ""),
    ("CREATE TABLE a (); CREATE TABLE b ()", "t0-1"),
    (
      "CREATE TABLE a (i int); CREATE INDEX CONCURRENTLY x ON a (i); SELECT 1; SELECT 2;",
      "t0 a1 t2-3"
    ),
    ("VACUUM; VACUUM;", "a0 a1"),
    ("ALTER TYPE e ADD VALUE 'x'; ALTER TYPE e ADD VALUE 'y'; SELECT 1", "t0 t1 t2"),
    ("-- seedbed: transaction off\nSELECT 1; SELECT 2", "a0 a1"),
    ("BEGIN; SELECT 1; COMMIT;", "o0-2"),
    ("SELECT 0; BEGIN; SELECT 1; END; SELECT 2; START TRANSACTION; ROLLBACK", "a0 o1-3 a4 o5-6"),
    ("COMMIT; CREATE INDEX CONCURRENTLY x ON a (i);", "a0 a1"),
    ("BEGIN; SAVEPOINT s; ROLLBACK TO s; COMMIT", "o0-3"),
    ("CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT 1; END; SELECT 1", "t0-1"),
  ])
  func `a script falls into its segments`(text: String, expected: String) throws {
    #expect(try segments(text) == expected)
  }

  @Test func `a transaction that is not ended is refused where it begins`() throws {
    let found = problem { _ = try segments("SELECT 1;\nBEGIN;\nSELECT 2;\n") }
    #expect(found?.code == "migrate.open_transaction")
    #expect(found?.location?.description == "migrations/1_x.sql:2:1")
  }

  @Test func `COMMIT AND CHAIN is refused`() throws {
    let found = problem { _ = try segments("BEGIN; COMMIT AND CHAIN; COMMIT") }
    #expect(found?.code == "migrate.transaction_chain")
  }

  @Test func `everything wrong with a script is reported with its line`() throws {
    let found = problem { _ = try segments("SELECT 1;\n\\i other.sql\nSELECT ')é' || (2;\n") }
    #expect(found?.all.map(\.code) == ["migrate.meta_command", "migrate.unclosed_parenthesis"])
    #expect(found?.excerpt == "\\i other.sql")
    #expect(found?.more.first?.location?.description == "migrations/1_x.sql:3:16")
  }
}
