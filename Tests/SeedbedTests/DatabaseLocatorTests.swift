import Postgres
import TestSupport
import Testing

@testable import Seedbed

struct DatabaseLocatorTests {
  /// The settings in the order in which they win.
  enum Setting: Int, CaseIterable {
    case option, seedbedVariable, variable, seedbedDotEnv, dotEnv, configuration, libpq, none
  }

  @Test(arguments: Setting.allCases)
  func `a setting wins over all after it`(first: Setting) throws {
    func given(_ setting: Setting) -> Bool { setting.rawValue >= first.rawValue }
    var variables: [String: String] = [:]
    if given(.seedbedVariable) { variables["SEEDBED_DATABASE_URL"] = "postgres://1" }
    if given(.variable) { variables["DATABASE_URL"] = "postgres://2" }
    if given(.libpq) { variables["PGHOST"] = "db.example.com" }
    let dotEnv = [
      given(.seedbedDotEnv) ? "SEEDBED_DATABASE_URL=postgres://3" : "",
      given(.dotEnv) ? "DATABASE_URL=postgres://4" : "",
    ]
    let locator = DatabaseLocator(
      option: given(.option) ? "postgres://0" : nil, variables: variables,
      dotEnv: DotEnv(parsing: dotEnv.joined(separator: "\n")),
      environment: given(.configuration)
        ? try environment(database: "postgres://5") : Environment(name: "staging"))
    let found = try locator.find()
    let expected: (DatabaseSource, String?) =
      switch first {
      case .option: (.option, "postgres://0")
      case .seedbedVariable: (.variable("SEEDBED_DATABASE_URL"), "postgres://1")
      case .variable: (.variable("DATABASE_URL"), "postgres://2")
      case .seedbedDotEnv: (.dotEnv("SEEDBED_DATABASE_URL"), "postgres://3")
      case .dotEnv: (.dotEnv("DATABASE_URL"), "postgres://4")
      case .configuration:
        (
          .configuration(
            environment: "staging", .init(file: "seedbed.json", line: 1, column: 44)),
          "postgres://5"
        )
      case .libpq: (.libpq, nil)
      case .none: (.localServer, nil)
      }
    #expect(found == DatabaseLocator.Found(source: expected.0, text: expected.1))
  }

  @Test func `an empty variable is not given`() throws {
    let locator = DatabaseLocator(
      option: nil, variables: ["DATABASE_URL": "", "PGHOST": ""],
      dotEnv: DotEnv(parsing: "DATABASE_URL="), environment: Environment(name: "test"))
    #expect(try locator.find().source == .localServer)
  }

  @Test func `an empty option is an error`() {
    let locator = DatabaseLocator(
      option: "", variables: ["DATABASE_URL": "postgres://x"], dotEnv: DotEnv(parsing: ""),
      environment: Environment(name: "test"))
    #expect(throws: Problem.self) { try locator.find() }
  }

  @Test(arguments: [true, false])
  func `env:NAME reads a variable of the process or of .env`(inProcess: Bool) throws {
    let url = "postgres://staging"
    let locator = DatabaseLocator(
      option: nil, variables: inProcess ? ["STAGING_URL": url] : [:],
      dotEnv: DotEnv(parsing: inProcess ? "STAGING_URL=postgres://other" : "STAGING_URL=\(url)"),
      environment: try environment(database: "env:STAGING_URL"))
    #expect(try locator.find().text == url)
  }

  @Test func `env:NAME that is not set is an error with its place`() throws {
    let locator = DatabaseLocator(
      option: nil, variables: [:], dotEnv: DotEnv(parsing: ""),
      environment: try environment(database: "env:STAGING_URL"))
    let problem = #expect(throws: Problem.self) { try locator.find() }
    #expect(problem?.code == "database.variable_missing")
    #expect(problem?.location?.description == "seedbed.json:1:44")
  }

  private func environment(database: String) throws -> Environment {
    let configuration = try Configuration(
      parsing: #"{"environments": {"staging": {"database" : "\#(database)"}}}"#)
    return try Environment(named: "staging", variables: [:], configuration: configuration)
  }

  @Test(arguments: [
    ("FATAL:  password authentication failed for user \"ada\"", "password"),
    ("FATAL:  permission denied for database \"shop\"", "password"),
    ("connection to server at \"db\" failed: Connection refused", "db wait"),
    ("FATAL:  the database system is starting up", "db wait"),
  ])
  func `waiting is no advice where the server has refused`(said: String, hint: String) throws {
    let folder = try TemporaryFolder()
    let options = Project.Options(root: folder.path, databaseURL: "postgresql://db/shop")
    let error = PostgresError(sqlState: "08006", message: said)
    #expect(try Project(options).database().unreachable(error).hint?.contains(hint) == true)
  }
}
