import Testing

@testable import Seedbed

@Suite struct MigrationPlanTests {
  let one = Migration.named("1_one", "SELECT 1;")
  let two = Migration.named("2_two", "SELECT 2;")
  let three = Migration.named("3_three", "SELECT 3; SELECT 4")

  private func plan(_ migrations: [Migration], _ history: [AppliedMigration]) -> MigrationPlan {
    MigrationPlan(migrations: migrations, history: history)
  }

  private func work(
    _ migrations: [Migration], _ history: [AppliedMigration],
    _ choice: MigrationChoice = MigrationChoice()
  ) throws -> MigrationWork {
    try MigrationWork(
      plan(migrations, history), of: .init(layout: .native, migrations: migrations), choice)
  }

  @Test func `without a history all is pending, in order`() {
    let plan = plan([one, two], [])
    #expect(plan.pending.map(\.migration.name) == ["1_one", "2_two"])
    #expect(plan.pending.allSatisfy { !$0.isOutOfOrder })
  }

  @Test func `with the whole history nothing is to be done`() throws {
    let history = try [AppliedMigration.of(one), .of(two)]
    #expect(plan([one, two], history).pending.isEmpty)
    #expect(try work([one, two], history).isEmpty)
  }

  @Test func `what comes before something applied is out of order; --strict refuses it`() throws {
    let history = try [AppliedMigration.of(two)]
    #expect(plan([one, two, three], history).pending.map(\.isOutOfOrder) == [true, false])
    #expect(try work([one, two, three], history).notes.count == 1)
    let found = problem {
      _ = try work([one, two, three], history, MigrationChoice(isStrict: true))
    }
    #expect(found?.code == "migrate.out_of_order")
    #expect(found?.exitStatus == .attention)
  }

  @Test func `a changed comment is layout, a changed statement is an edit`() throws {
    let history = try [AppliedMigration.of(one), .of(two)]
    let commented = Migration.named("1_one", "-- more\nSELECT 1;")
    let edited = Migration.named("2_two", "SELECT 22;")
    let plan = plan([commented, edited], history)
    #expect(plan.edited.map(\.isLayoutOnly) == [true, false])

    let found = problem { _ = try work([commented, edited], history) }
    #expect(found?.code == "migrate.edited")
    #expect(found?.exitStatus == .attention)
    #expect(found?.more.isEmpty == true)

    let accepting = MigrationChoice(acceptsLayout: true)
    #expect(try work([commented, two], history).isEmpty)
    #expect(try work([commented, two], history, accepting).realigned.map(\.name) == ["1_one"])
  }

  @Test func `an edit that is no SQL any more is still an edit`() throws {
    let history = try [AppliedMigration.of(one)]
    let broken = Migration.named("1_one", "SELECT 'open")
    #expect(plan([broken], history).edited.map(\.isLayoutOnly) == [false])
  }

  @Test func `an applied migration without a file is missing and stops only a strict run`() throws {
    let history = try [AppliedMigration.of(one), .of(two)]
    #expect(plan([one], history).missing.map(\.name) == ["2_two"])
    #expect(try work([one], history).notes.count == 1)
    #expect(
      problem { _ = try work([one], history, MigrationChoice(isStrict: true)) }?.code
        == "migrate.missing")
  }

  @Test func `a partial migration goes on before the others`() throws {
    let history = try [AppliedMigration.of(three, statements: 1)]
    let items = try work([one, three], history).items
    #expect(items.map(\.migration.name) == ["3_three", "1_one"])
    #expect(items.map(\.appliedStatements) == [1, 0])
  }

  @Test func `a partial migration without its file needs a person`() throws {
    let history = try [AppliedMigration.of(three, statements: 1)]
    let found = problem { _ = try work([one], history) }
    #expect(found?.code == "migrate.partial")
    #expect(found?.notes.first == "statement 1 of 2 is applied")
  }

  @Test func `numbers that are given twice are told while one of them is pending`() throws {
    let twin = Migration.named("02_twin")
    #expect(
      try work([twin, two, three], []).notes == [
        "02_twin and 2_two have the same number, and run in the order of their names"
      ])
    let history = try [AppliedMigration.of(twin), .of(two)]
    #expect(try work([twin, two, three], history).notes.isEmpty)
  }

  @Test func `a target leaves the rest pending`() throws {
    let work = try work([one, two, three], [], MigrationChoice(target: "2"))
    #expect(work.items.map(\.migration.name) == ["1_one", "2_two"])
    #expect(work.left == 1)
  }
}
