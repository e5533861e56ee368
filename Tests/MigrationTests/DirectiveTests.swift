import Testing

@testable import Seedbed

@Suite struct DirectiveTests {
  private func directives(_ text: String) throws -> Directives {
    try Migration.named("1_x", text).script().directives
  }

  @Test func `every directive is read from the comments at the top`() throws {
    let found = try directives(
      """
      -- What this is for.
      -- seedbed: transaction off
      --seedbed: lock-timeout 2s
      -- seedbed:phase contract
      -- seedbed: allow drop-column because nobody reads it since 4.2
      -- seedbed: allow lock because it is night
      -- seedbed: irreversible
      SELECT 1;
      """)
    #expect(!found.usesTransaction)
    #expect(found.lockTimeout == 2000)
    #expect(found.phase == .contract)
    #expect(!found.isReversible)
    #expect(found.allowances.map(\.hazard) == ["drop-column", "lock"])
    #expect(found.allowances[0].reason == "nobody reads it since 4.2")
    #expect(found.allowances[0].location.line == 5)
  }

  @Test func `without directives a migration is one transaction without a limit`() throws {
    #expect(try directives("-- seedbed is what runs this\nSELECT 1;") == Directives())
  }

  @Test func `a directive after the first statement is an error, and what looks like one is not`()
    throws
  {
    let found = try #require(
      throws: Problem.self
    ) {
      try directives(
        """
        CREATE TABLE t (
          -- Seedbed: lock-timeout 2s
          s text DEFAULT '-- seedbed: irreversible'
        );
        -- seedbed: transaction off
        COPY t FROM stdin;
        -- seedbed: transaction off
        \\.
        -- seedbed reads this
        VACUUM;
        """)
    }
    #expect(found.all.map(\.location?.line) == [2, 5])
    #expect(found.all.allSatisfy { $0.hint == "move it to the top of the file" })
  }

  @Test(arguments: [
    ("-- seedbed: transactions off", "did you mean \"transaction\"?"),
    ("-- seedbed: transaction on", "write -- seedbed: transaction off"),
    ("-- seedbed transaction off", "write -- seedbed: transaction off"),
    ("-- seedbed: lock-timeout 2 weeks", "write -- seedbed: lock-timeout 2s"),
    ("-- seedbed: lock-timeout 99999999999999999999s", "write -- seedbed: lock-timeout 2s"),
    ("-- seedbed: allow drop-column", "write -- seedbed: allow HAZARD because REASON"),
    ("-- seedbed: phase later", "write -- seedbed: phase contract"),
  ])
  func `a wrong directive is an error with its place and the right form`(
    line: String, hint: String
  ) throws {
    let found = try #require(problem { _ = try directives("-- A note.\n\(line)\nSELECT 1;") })
    #expect(found.code == "migrate.directive")
    #expect(found.location?.description == "migrations/1_x.sql:2:1")
    #expect(found.excerpt == line)
    #expect(found.hint == hint)
  }

  @Test func `wrong directives are reported together with all else that is wrong`() throws {
    let found = problem {
      _ = try directives("-- seedbed: irreversibel\n-- seedbed: irreversible yes\nBEGIN; SELECT 1;")
    }
    #expect(
      found?.all.map(\.code) == [
        "migrate.directive", "migrate.directive", "migrate.open_transaction",
      ])
  }
}
