import SQLGrammar
import Testing

@Suite struct ParseTreeTests {
  @Test func aStatementHasATree() {
    #expect(ParseTree("ALTER TABLE t ADD c int")?.json.contains("AlterTableStmt") == true)
  }

  @Test func whatIsNoSQLHasNone() {
    #expect(ParseTree("ALTER TABEL t") == nil)
  }
}
