import Testing

@testable import Seedbed

struct EnvironmentTests {
  private let listed: Configuration

  init() throws {
    listed = try Configuration(
      parsing: #"{"environments": {"staging": {"disposable": true}, "live": {"protected": true}}}"#)
  }

  @Test func `the option comes before SEEDBED_ENV before development`() throws {
    let variables = ["SEEDBED_ENV": "staging"]
    #expect(
      try Environment(named: "live", variables: variables, configuration: listed).name == "live")
    #expect(
      try Environment(named: nil, variables: variables, configuration: listed).name == "staging")
    #expect(
      try Environment(named: nil, variables: ["SEEDBED_ENV": ""], configuration: listed).name
        == "development")
  }

  @Test func `an environment that is not listed is an error with a suggestion`() {
    let problem = #expect(throws: Problem.self) {
      try Environment(named: "stagin", variables: [:], configuration: listed)
    }
    #expect(problem?.code == "environment.unknown")
    #expect(problem?.hint == "did you mean \"staging\"?")
  }

  @Test func `without a list every name is taken`() throws {
    let environment = try Environment(
      named: "preview-7", variables: [:], configuration: Configuration())
    #expect(environment.name == "preview-7")
  }

  @Test(arguments: ["", "a/b", "..", "a b", "é"])
  func `a name is a folder's name`(name: String) {
    #expect(throws: Problem.self) {
      try Environment(named: name, variables: [:], configuration: Configuration())
    }
  }

  @Test(arguments: [
    ("development", true, true), ("test", true, true), ("development", false, false),
    ("staging", false, true), ("live", true, false),
  ])
  func `a URL makes nothing disposable by itself`(name: String, local: Bool, disposable: Bool)
    throws
  {
    let environment = try Environment(named: name, variables: [:], configuration: listed)
    #expect(environment.isDisposable(onLocalServer: local) == disposable)
  }

  @Test func `on the local server only development and test are`() {
    #expect(!Environment(name: "preview").isDisposable(onLocalServer: true))
  }

  @Test(
    arguments: [
      ("shop", "shop_development"), ("My Shop!", "my_shop__development"), ("", "app_development"),
      ("日本", "___development"), (String(repeating: "x", count: 80), nil),
    ] as [(String, String?)])
  func `a local database's name needs no quotes`(project: String, name: String?) {
    let made = LocalDatabaseName.of(project: project, environment: "development")
    if let name { #expect(made == name) }
    #expect(made.utf8.count <= 63)
    #expect(made.hasSuffix("_development"))
  }
}
