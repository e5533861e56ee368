import JSON
import Postgres
import TestSupport
import Testing

/// `seedbed seed verify` as an assertion, as a user runs it.
@Suite(.database) struct SeedVerifyTests {
  private let folder: TemporaryFolder

  init() throws {
    folder = try TemporaryFolder()
    try folder.write("seedbed.json", "{}")
    try folder.write("seeds/t.json", #"[{"k": 1, "v": "seed"}]"#)
    try TestDatabase.connect().run(
      simple: """
        CREATE TABLE t (k int PRIMARY KEY, v text, at timestamptz DEFAULT now());
        INSERT INTO t VALUES (1, 'one'), (2, 'two')
        """)
  }

  private func verify(_ arguments: String...) throws -> Binary.Outcome {
    try Binary.run(
      ["seed", "verify"] + arguments,
      environment: ["DATABASE_URL": TestDatabase.current.url], in: folder.path)
  }

  @Test func `expected rows can lie beside a test`() throws {
    try folder.write("Tests/expected/t.json", #"[{"k": 1, "v": "one"}]"#)
    try folder.write("Tests/one/t.jsonl", "{\"k\": 1, \"v\": \"one\", \"at\": \"2026-01-01\"}\n")
    // Nobody has asked for what lies beside it.
    try folder.write("Tests/one/nothing.json", #"[{"k": 1}]"#)
    #expect(try verify().status == 2)
    #expect(try verify("--against", "Tests/expected").status == 0)
    #expect(try verify("--against", "Tests/expected/t.json").status == 0)
    #expect(try verify("--against", "Tests/one/t.jsonl", "--ignore", "at").status == 0)
    let exact = try verify("--against", "Tests/expected", "--exact", "--json")
    #expect(exact.status == 2)
    let report = try JSONValue(parsing: exact.output)
    #expect(report["changes"] == [])
    #expect(report["extra"] == [["table": "public.t", "key": ["k": 2]]])
  }

  @Test func `a difference names what is there and what is expected`() throws {
    let outcome = try verify("--color", "always")
    #expect(
      outcome.output.contains("v: \u{1B}[31m\"one\"\u{1B}[0m, expected \u{1B}[32m\"seed\"\u{1B}[0m")
    )
    try folder.write("rows.txt", "")
    #expect(try verify("--against", "rows.txt").errors.contains("is not a fixture file"))
    let missing = try verify("--against", "Tests/expectd")
    #expect(missing.errors.contains("there is no file or folder \"Tests/expectd\""))
    #expect(missing.status == 64)
    #expect(try verify("--ignore", "ta").status == 64)
  }
}
