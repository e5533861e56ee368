import Testing

@testable import Seedbed

struct ConfigurationTests {
  @Test func `every key is read`() throws {
    let configuration = try Configuration(
      parsing: """
        {
          "$schema": "x", "migrations": "./db/migrations/", "seeds": "db/seeds", // a comment
          "schemas": ["app", "public"], "ownSchema": "deploy state", "layout": "prisma",
          "environments": {
            "staging": { "database": "env:STAGING_URL", "backup": "always" },
            "production": { "protected": true },
            "test": { "disposable": true }
          },
        }
        """)
    #expect(configuration.migrations == "db/migrations")
    #expect(configuration.seeds == "db/seeds")
    #expect(configuration.schemas == ["app", "public"])
    #expect(configuration.ownSchema.name == "deploy state")
    #expect(configuration.layout == "prisma")
    #expect(configuration.environments.map(\.name) == ["staging", "production", "test"])
    #expect(configuration.environments[0].database?.form == .variable("STAGING_URL"))
    #expect(configuration.environments[0].backup == .always)
    #expect(configuration.environments[1].protected == true)
    #expect(configuration.environments[2].disposable == true)
  }

  @Test func `an empty object means the defaults`() throws {
    #expect(try Configuration(parsing: "{}") == Configuration())
  }

  @Test(arguments: [
    "public", "pg_catalog", "pg_mine", "information_schema", "", String(repeating: "x", count: 64),
  ])
  func `no such schema can be Seedbed's own`(_ name: String) throws {
    let problem = try #require(throws: Problem.self) {
      try Configuration(parsing: "{\"ownSchema\": \"\(name)\"}")
    }
    #expect(problem.code == (name.isEmpty ? "config.wrong_type" : "config.wrong_value"))
    #expect(problem.location?.description == "seedbed.json:1:15")
  }

  @Test func `a schema is the application's or Seedbed's`() throws {
    let problem = try #require(throws: Problem.self) {
      try Configuration(parsing: #"{"ownSchema": "app", "schemas": ["app"]}"#)
    }
    #expect(problem.code == "config.contradiction")
  }

  @Test func `everything wrong is reported at once, with places and suggestions`() throws {
    let problem = try #require(throws: Problem.self) {
      try Configuration(
        parsing: """
          {
            "migration": "x",
            "schemas": [],
            "environments": {
              "test": { "disposble": true, "backup": "alway", "database": "env:" },
              "sta ging": {},
              "live": { "protected": true, "disposable": true }
            }
          }
          """)
    }
    #expect(
      problem.all.map { "\($0.location?.description ?? "") \($0.code)" } == [
        "seedbed.json:2:3 config.unknown_key", "seedbed.json:3:14 config.wrong_type",
        "seedbed.json:5:15 config.unknown_key", "seedbed.json:5:44 config.wrong_value",
        "seedbed.json:5:65 config.wrong_value", "seedbed.json:6:5 config.bad_name",
        "seedbed.json:7:5 config.contradiction",
      ])
    #expect(problem.hint == "did you mean \"migrations\"?")
    #expect(problem.excerpt == "  \"migration\": \"x\",")
  }

  @Test(arguments: [
    ("{\"seeds\": \"a\", \"seeds\": \"b\"}", "seedbed.json:1:16"),
    ("{\"seeds\": }", "seedbed.json:1:11"), ("[]", "seedbed.json:1:1"),
    ("", "seedbed.json:1:1"), ("{}\n{}", "seedbed.json:2:1"),
  ])
  func `what is no configuration has a place`(text: String, place: String) {
    let problem = #expect(throws: Problem.self) { try Configuration(parsing: text) }
    #expect(problem?.location?.description == place)
  }

  @Test func `a line with a URL is not quoted`() {
    let problem = #expect(throws: Problem.self) {
      try Configuration(
        parsing: #"{"environments": {"x": {"database": "postgres://u:s3cret@h/d", "oops": 1}}}"#)
    }
    #expect(problem?.excerpt == nil)
    #expect(problem.map { "\($0)" }?.contains("s3cret") == false)
  }
}
