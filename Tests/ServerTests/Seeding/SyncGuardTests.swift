import Postgres
import Seedbed
import TestSupport
import Testing

/// The guard of deletions, and how it is passed.
@Suite(.database) struct SyncGuardTests {
  /// Fixtures of this many rows, and then of fewer.
  private func seeds(_ count: Int, then fewer: Int) throws -> Seeds {
    let seeds = try Seeds("CREATE TABLE t (k int PRIMARY KEY)", ["t.json": Self.rows(count)])
    try seeds.apply()
    try seeds.write("t.json", Self.rows(fewer))
    return seeds
  }

  private static func rows(_ count: Int) -> String {
    let rows = (1...count).map { #"{"k": \#($0)}"# }.joined(separator: ", ")
    return #"{"$mode": "sync", "$rows": [\#(rows)]}"#
  }

  @Test(arguments: [
    (20, 18, true), (20, 17, false), (9, 8, false), (1010, 910, true), (2000, 1899, false),
  ])
  func aTenthOfTheTableAndAHundredRows(_ count: Int, _ fewer: Int, _ passes: Bool) throws {
    let seeds = try seeds(count, then: fewer)
    let plan = try seeds.plan()
    #expect(plan.deletions == ["public.t -\(count - fewer)"])
    #expect((plan.refusal == nil) == passes)
    let problems = try seeds.problems()
    #expect(problems.map(\.code) == (passes ? [] : ["guard.deletes"]))
    #expect(problems.allSatisfy { $0.exitStatus == .refused })
    #expect(problems.first?.hint?.contains("--allow-deletes \(count - fewer)") ?? passes)
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["\(passes ? fewer : count)"])
  }

  @Test func asManyAsAreAllowed() throws {
    var seeds = try seeds(20, then: 10)
    seeds.allowedDeletes = 9
    #expect(try seeds.problems().map(\.code) == ["guard.deletes"])
    seeds.allowedDeletes = 10
    #expect(try seeds.apply().deletions == ["public.t -10"])
  }

  @Test func rowsThatGoAlongCount() throws {
    let seeds = try seeds(20, then: 19)
    try seeds.connection.run(
      simple: """
        CREATE TABLE u (t int REFERENCES t ON DELETE CASCADE);
        INSERT INTO u SELECT 20 FROM generate_series(1, 100)
        """)
    let problem = try #require(try seeds.problems().first)
    #expect(problem.message == "refused to delete 101 rows: that is more than 100")
    #expect(
      problem.notes == [
        "public.t would lose 1 row", "public.u would lose 100 rows",
        "nothing was written; `seedbed seed plan` shows which rows",
      ])
    try seeds.connection.run(simple: "DELETE FROM u; INSERT INTO u VALUES (1), (20)")
    #expect(
      try seeds.problems().first?.message
        == "refused to delete 2 rows: 1 of the 2 of public.u are more than 10 %")
  }

  @Test func atTheCommandLine() throws {
    let folder = try TemporaryFolder()
    let connection = try TestDatabase.connect()
    try connection.run(
      simple: """
        CREATE TABLE t (k int PRIMARY KEY);
        CREATE TABLE u (t int REFERENCES t ON DELETE CASCADE, n int)
        """)
    try folder.write("seeds/t.json", Self.rows(4))
    func run(_ arguments: String...) throws -> Binary.Outcome {
      try Binary.run(
        arguments + ["--database-url", try TestDatabase.current.url], in: folder.path)
    }
    #expect(try run("seed").status == 0)
    try connection.run(simple: "INSERT INTO u VALUES (1), (4), (4)")
    try folder.write("seeds/t.json", Self.rows(2))

    let plan = try run("seed", "plan")
    #expect(plan.status == 2)
    #expect(
      plan.output == """
        - t k=3  seeds/t.json
        - t k=4  seeds/t.json
        plan: 2 -  2 =
          along with deleted rows: u 2 -
        a run would be refused to delete 4 rows: 2 of the 4 of public.t are more than 10 %
          hint: if they are to go: --allow-deletes 4

        """)
    let verification = try run("seed", "verify")
    #expect(verification.status == 2)
    #expect(verification.output.contains("differ: 2 -  2 ="))
    #expect(try run("status").output.contains("t  2 -  2 ="))

    let refused = try run("seed", "--json")
    #expect(refused.status == 4)
    #expect(refused.output.contains(#""code":"guard.deletes""#))
    #expect(try run("seed", "--allow-deletes", "3").status == 4)
    #expect(try run("seed", "--allow-deletes", "-1").status == 64)
    let json = try run("seed", "plan", "--json").output
    #expect(json.contains(#""cascades":[{"table":"public.u","deleted":2,"cleared":0}]"#))
    #expect(json.contains(#""refusal":{"code":"guard.deletes""#))

    let done = try run("seed", "--allow-deletes", "4", "--json")
    #expect(done.status == 0)
    #expect(
      done.output.contains(
        #""totals":{"inserted":0,"updated":0,"unchanged":2,"deleted":2},"cascades""#))
    #expect(try run("seed", "verify").status == 0)
    try folder.write("seeds/t.json", Self.rows(1))
    #expect(try run("up").status == 4)
    let up = try run("up", "--allow-deletes", "1")
    #expect(up.status == 0)
    #expect(up.output.contains("t 1 -  1 ="))
  }

  @Test func standardInputKnowsItsOwnRowsOnly() throws {
    let folder = try TemporaryFolder()
    let connection = try TestDatabase.connect()
    try connection.run(simple: "CREATE TABLE t (k int PRIMARY KEY)")
    try folder.write("seeds/t.json", Self.rows(2))
    func run(_ arguments: String..., input: String = "") throws -> Int32 {
      try Binary.run(
        arguments + ["--allow-deletes", "9", "--database-url", try TestDatabase.current.url],
        in: folder.path, input: input
      ).status
    }
    func rows() throws -> [String] {
      try connection.run(simple: "SELECT k FROM t ORDER BY k").map { $0.string(0) }
    }
    #expect(try run("seed") == 0)
    let input = #"{"$mode": "sync", "$rows": [{"k": 8}, {"k": 9}]}"#
    #expect(try run("seed", "--table", "t", "-", input: input) == 0)
    #expect(try rows() == ["1", "2", "8", "9"])
    #expect(try run("seed") == 0)
    #expect(try rows() == ["1", "2", "8", "9"])
    let less = #"{"$mode": "sync", "$rows": [{"k": 9}]}"#
    #expect(try run("seed", "--table", "t", "-", input: less) == 0)
    #expect(try rows() == ["1", "2", "9"])
  }
}
