import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// Long files are read when they are wanted; what is kept of a folder does not grow with them.
struct LongFileTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ name: String, _ bytes: Int) throws {
    let line = "SELECT '\(String(repeating: "x", count: 1000))';\n"
    try folder.write("m/\(name)", String(repeating: line, count: bytes / line.utf8.count + 1))
  }

  private func read() throws -> MigrationFolder.Contents {
    try MigrationFolder(path: folder.path + "/m", name: "m").read()
  }

  private func code(_ body: () throws -> Void) -> String? {
    do { try body() } catch { return (error as? Problem)?.code }
    return nil
  }

  @Test func `a long text is read again, and must be the same`() throws {
    try write("1_short.sql", 1000)
    try write("2_long.sql", MigrationText.kept)
    let contents = try read()
    let long = contents.migrations[1]
    #expect(try long.text().count > MigrationText.kept)
    #expect(try long.script().script.statements.count == 65)
    for name in ["1_short.sql", "2_long.sql"] { try folder.write("m/\(name)", "SELECT 2;") }
    #expect(try contents.migrations[0].script().script.statements.count == 1)
    #expect(try contents.migrations[0].text().count > 1000)
    #expect(code { _ = try long.script() } == "migrate.changed_meanwhile")
    try folder.remove("m/2_long.sql")
    #expect(code { _ = try long.script() } == "migrate.unreadable_file")
  }

  @Test func `sections of a long file are found again`() throws {
    let lines = String(repeating: "SELECT '\(String(repeating: "x", count: 500))';\n", count: 300)
    try folder.write("m/1_a.sql", "-- migrate:up\n\(lines)-- migrate:down\nSELECT 2;\n")
    try folder.write("m/2_b.sql", "-- migrate:up\nSELECT 1;\n-- migrate:down\n")
    let contents = try read()
    #expect(contents.layout == .dbmate)
    #expect(try contents.migrations[0].script().script.statements.count == 300)
  }

  @Test func `of long scripts only the next one is kept`() throws {
    for number in 1...3 { try write("\(number)_long.sql", ReadScripts.limit + 1) }
    try write("4_short.sql", 10)
    let contents = try read()
    let plan = MigrationPlan(migrations: contents.migrations, history: [])
    let items = try MigrationWork(plan, of: contents, MigrationChoice()).items
    var scripts = ReadScripts()
    try scripts.read(items)
    for item in items { try folder.write("m/\(item.migration.name).sql", "SELECT 2;") }
    let codes = items.map { item in code { _ = try scripts.take(item) } }
    #expect(codes == [nil, "migrate.changed_meanwhile", "migrate.changed_meanwhile", nil])
    // It is its runner's alone now.
    #expect(code { _ = try scripts.script(of: items[0]) } == "migrate.changed_meanwhile")
  }

  @Test func `what is read again or waits for its gate is not at hand`() throws {
    try write("1_short.sql", 10)
    try folder.write("m/2_contract.sql", "-- seedbed: phase contract\nDROP TABLE t;")
    try write("3_long.sql", ReadScripts.limit + 1)
    let contents = try read()
    let plan = MigrationPlan(migrations: contents.migrations, history: [])
    let items = try MigrationWork(plan, of: contents, MigrationChoice()).items
    var scripts = ReadScripts()
    try scripts.read(items)
    #expect(items.map { scripts.isAtHand($0) } == [true, false, false])
  }

  @Test func `the tokens of some statements are a part of all tokens`() throws {
    let script = try Script(
      Array(
        "SELECT 'a'; -- c\nCOPY t FROM stdin;\n1\t;\n\\.\n/* d */ SELECT E'\\''\n'b';".utf8))
    #expect(script.statements.count == 3)
    var pieces: [UInt8] = []
    for index in script.statements.indices {
      script.streamTokenText(of: index..<(index + 1)) { pieces += $0 }
    }
    var whole: [UInt8] = []
    script.streamTokenText { whole += $0 }
    #expect(pieces == whole)
    #expect(
      TokenPrefix.checksum(ofFirst: 3, of: script) == MigrationChecksum.ofTokens(script))
  }
}
