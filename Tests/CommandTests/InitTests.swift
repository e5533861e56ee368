import JSON
import TestSupport
import Testing

struct InitTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @discardableResult
  private func run(_ arguments: String...) throws -> Binary.Outcome {
    try Binary.run(arguments, in: folder.path)
  }

  @Test func `a new project has settings, migrations and fixtures`() throws {
    let document = try JSONValue(parsing: run("init", "--json").output)
    let made = try #require(document["made"]?.array).compactMap(\.string)
    #expect(made.count == 6)
    for file in made { #expect(folder.read(file)?.isEmpty == false) }
    #expect(folder.read(".gitignore") == ".seedbed/\n")
    let migrations = made.filter { $0.hasSuffix("/migration.sql") }
    #expect(migrations == migrations.sorted())
    // The settings are such as Seedbed reads.
    #expect(try run("db", "status").status == 2)
  }

  @Test func `a second run changes nothing`() throws {
    try run("init")
    try folder.write("seeds/teams.json", "[]")
    let document = try JSONValue(parsing: run("init", "--json").output)
    #expect(document["made"]?.array?.isEmpty == true)
    #expect(folder.read("seeds/teams.json") == "[]")
  }

  @Test func `what is there stays`() throws {
    try folder.write("seedbed.json", #"{"migrations": "db/migrations", "seeds": "db/seeds"}"#)
    try folder.write("db/migrations/001_mine.sql", "SELECT 1;")
    try folder.write(".gitignore", "node_modules")
    let document = try JSONValue(parsing: run("init", "--json").output)
    let made = try #require(document["made"]?.array).compactMap(\.string)
    #expect(made == ["db/seeds/", ".gitignore"])
    #expect(folder.read(".gitignore") == "node_modules\n.seedbed/\n")
  }

  @Test func `--root names another folder, made where it is missing`() throws {
    #expect(try run("init", "--root", "services/shop").status == 0)
    #expect(folder.read("services/shop/seedbed.json") != nil)
    #expect(folder.read("seedbed.json") == nil)
  }
}
