import Postgres
import TestSupport
import Testing

/// What other tests rely on: the database lent to them is empty and their own.
@Suite(.database) struct TestDatabaseTests {
  @Test(arguments: 1...6) func `every test finds an empty database`(number: Int) throws {
    let connection = try TestDatabase.connect()
    let found = try connection.execute(
      "SELECT count(*) FROM pg_class WHERE relnamespace = 'public'::regnamespace")
    #expect(found[0].int(0) == 0)
    try connection.execute("CREATE TABLE left_over (id int)")
  }

  @Test func `its URL leads to it`() throws {
    let database = try TestDatabase.current
    let connection = try Connection(ConnectionTarget(parsing: database.url))
    #expect(connection.database == database.name)
  }
}
