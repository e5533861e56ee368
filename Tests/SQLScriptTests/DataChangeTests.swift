import SQLScript
import Testing

@Suite struct DataChangeTests {
  private func change(_ text: String) throws -> DataChange {
    let script = try Script(Array(text.utf8))
    return try DataChange(#require(script.statements.first), of: script)
  }

  struct Example: Sendable, CustomTestStringConvertible {
    let statement: String
    let restricted: String
    let matching: String
    let tables: [String]
    var testDescription: String { statement }

    init(_ statement: String, _ restricted: String, _ matching: String, _ tables: [String]) {
      self.statement = statement
      self.restricted = restricted
      self.matching = matching
      self.tables = tables
    }
  }

  @Test(arguments: [
    Example(
      "UPDATE t SET a = 1", "UPDATE t SET a = 1 WHERE R", "FROM t", ["t|t"]),
    Example(
      "update only s.\"T\" * as x set (a, b) = (select 1 where true) where a or b -- new",
      "update only s.\"T\" * as x set (a, b) = (select 1 where true) where (R) AND (a or b)",
      "FROM only s.\"T\" * as x WHERE (a or b)", ["s.\"T\"|x"]),
    Example(
      "UPDATE t SET a = b IS DISTINCT FROM c FROM u, v WHERE u.i = t.i RETURNING a",
      "UPDATE t SET a = b IS DISTINCT FROM c FROM u, v WHERE (R) AND (u.i = t.i) RETURNING a",
      "FROM t, u, v WHERE (u.i = t.i)", ["t|t"]),
    Example(
      "UPDATE t SET a = 1 RETURNING a", "UPDATE t SET a = 1 WHERE R RETURNING a", "FROM t", ["t|t"]),
    Example("DELETE FROM t", "DELETE FROM t WHERE R", "FROM t", ["t|t"]),
    Example(
      "DELETE FROM s.t x USING u WHERE extract(year FROM x.d) = 1 /* , */ AND x.i = u.i",
      "DELETE FROM s.t x USING u WHERE (R) AND (extract(year FROM x.d) = 1 /* , */ AND x.i = u.i)",
      "FROM s.t x, u WHERE (extract(year FROM x.d) = 1 /* , */ AND x.i = u.i)", ["s.t|x"]),
    Example(
      "INSERT INTO n (a) SELECT a FROM t", "INSERT INTO n (a) SELECT a FROM t WHERE R", "FROM t",
      ["t|t"]),
    Example(
      """
      INSERT INTO n SELECT a, count(b) FILTER (WHERE c) OVER () FROM t AS x
      LEFT JOIN ONLY u ON u.i = x.i, (SELECT 1) y WHERE x.a > 1
      ORDER BY 1 ON CONFLICT (a) WHERE b DO NOTHING
      """,
      """
      INSERT INTO n SELECT a, count(b) FILTER (WHERE c) OVER () FROM t AS x
      LEFT JOIN ONLY u ON u.i = x.i, (SELECT 1) y WHERE (R) AND (x.a > 1)
      ORDER BY 1 ON CONFLICT (a) WHERE b DO NOTHING
      """,
      "FROM t AS x\nLEFT JOIN ONLY u ON u.i = x.i, (SELECT 1) y WHERE (x.a > 1)",
      ["t|x", "u|u"]),
    Example(
      "INSERT INTO n SELECT * FROM t ON CONFLICT DO UPDATE SET a = 1 WHERE n.b",
      "INSERT INTO n SELECT * FROM t WHERE R ON CONFLICT DO UPDATE SET a = 1 WHERE n.b",
      "FROM t", ["t|t"]),
  ])
  func `a condition goes to where the statement has its own`(_ example: Example) throws {
    let change = try change(example.statement)
    #expect(change.text(adding: "R") == example.restricted)
    #expect(change.matchingRows() == example.matching)
    #expect(change.tables.map { "\($0.name)|\($0.reference)" } == example.tables)
  }

  @Test func `only a conflict that does nothing is skipped`() throws {
    let insert = "INSERT INTO n SELECT * FROM t"
    #expect(try change("\(insert) ON CONFLICT (a) DO NOTHING").skipsConflicts)
    #expect(try change("\(insert) WHERE a ON CONFLICT DO NOTHING RETURNING a").skipsConflicts)
    #expect(try !change("\(insert) ON CONFLICT (a) DO UPDATE SET b = 1").skipsConflicts)
    #expect(try !change(insert).skipsConflicts)
  }

  @Test(arguments: [
    ("CREATE TABLE t ()", 1), ("WITH x AS (SELECT 1) UPDATE t SET a = 1", 1),
    ("INSERT INTO n VALUES (1)", 15), ("INSERT INTO n DEFAULT VALUES", 15),
    ("INSERT INTO n SELECT 1", 22), ("INSERT INTO n SELECT DISTINCT a FROM t", 22),
    ("INSERT INTO n SELECT a FROM t GROUP BY a", 31),
    ("INSERT INTO n SELECT a FROM t WHERE a LIMIT 5", 39),
    ("INSERT INTO n SELECT a FROM t UNION SELECT 1", 31),
    ("INSERT INTO n SELECT a FROM t RIGHT JOIN u USING (i)", 31),
    ("INSERT INTO n SELECT a FROM (SELECT 1) t", 29),
    ("DELETE FROM t WHERE CURRENT OF c", 21), ("UPDATE t SET a = $1", 18),
  ])
  func `what cannot be cut into batches is refused at its place`(
    _ text: String, _ column: Int
  ) throws {
    let objection = try #require(throws: DataChange.Objection.self) { try change(text) }
    #expect(objection.position.column == column, "\(objection.message)")
  }
}
