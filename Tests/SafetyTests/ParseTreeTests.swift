import JSON
import SQLGrammar
import Testing

@Suite struct ParseTreeTests {
  @Test func `a statement has a tree`() {
    let tree = ParseTree("ALTER TABLE t ADD c int")
    #expect(tree?.statement["AlterTableStmt"]?["relation"]?["relname"]?.string == "t")
  }

  @Test(arguments: ["ALTER TABEL t", "SELECT 1; SELECT 2", "", "SELECT 1\0"])
  func `what is not one statement of the grammar has none`(_ text: String) {
    #expect(ParseTree(text) == nil)
  }

  @Test func `trees stand where their texts do`() {
    let trees = ParseTree.trees(["SELECT 1", "SELEC 2", "DROP TABLE t"])
    #expect(trees.map { $0 != nil } == [true, false, true])
  }

  /// Places are counted in bytes: what stands before is not counted in characters.
  @Test func `places count bytes`() {
    let tree = ParseTree("ALTER TABLE \"grün\" ADD c int")
    let type = tree?.statement["AlterTableStmt"]?["cmds"]?.array?.first?["AlterTableCmd"]?["def"]?[
      "ColumnDef"]?["typeName"]
    #expect(type?["location"]?.int == 26)
  }

  @Test(arguments: [
    String(repeating: "1+", count: 200_000) + "1",
    String(repeating: "1+", count: 524_000) + "1",
    String(repeating: "(", count: 200_000) + "1" + String(repeating: ")", count: 200_000),
    String(repeating: "- ", count: 200_000) + "1",
    "1" + String(repeating: "::int", count: 200_000),
    "ARRAY" + String(repeating: "[", count: 100_000) + String(repeating: "]", count: 100_000),
    String(repeating: "(SELECT ", count: 60_000) + "1" + String(repeating: ")", count: 60_000),
  ])
  func `what is nested too deep has none and ends nothing`(_ expression: String) {
    #expect(ParseTree("SELECT " + expression) == nil)
    #expect(ExpressionTree(expression) == nil)
  }

  @Test func `an expression says what it calls`() {
    let tree = ExpressionTree("coalesce(a, pg_catalog.lower(b)) || gen_random_uuid()::text")
    #expect(tree?.functions == ["pg_catalog.lower", "gen_random_uuid"])
    #expect(tree?.columns == ["a", "b"])
    #expect(ExpressionTree("(SELECT 1)")?.hasQuery == true)
    #expect(ExpressionTree("a IS NOT NULL -- so")?.columnsNotNull == ["a"])
    #expect(
      ExpressionTree("a IS NOT NULL AND b IS NOT NULL AND c > 0")?.columnsNotNull == ["a", "b"])
    #expect(ExpressionTree("a IS NOT NULL OR b")?.columnsNotNull == [])
  }

  @Test func `a block shows what it runs`() {
    let body = PLpgSQLBody(
      """
      DO $do$ BEGIN
        IF true THEN ALTER TABLE t ADD c int; END IF;
        FOR i IN 1..3 LOOP EXECUTE format('DROP TABLE %I', 'a'); END LOOP;
      END $do$
      """)
    #expect(
      body?.statements.map(\.text) == [
        "ALTER TABLE t ADD c int", "format('DROP TABLE %I', 'a')",
      ])
    #expect(body?.statements.map(\.isDynamic) == [false, true])
    #expect(PLpgSQLBody("DO $$ BEGIN nonsense $$") == nil)
  }
}
