import Postgres
import TestSupport
import Testing

@testable import Seedbed

struct ProjectTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func project(
    in working: String = "", _ change: (inout Project.Options) -> Void = { _ in }
  )
    throws -> Project
  {
    var options = Project.Options(
      workingFolder: "\(folder.path)/\(working)", variables: [:])
    change(&options)
    return try Project(options)
  }

  @Test(arguments: ["seedbed.json", "migrations/x.sql", "seeds/x.json"])
  func `the root is the nearest folder with a mark`(mark: String) throws {
    try folder.write("shop/\(mark)", "{}")
    try folder.write("shop/src/deep/main.swift", "")
    #expect(try project(in: "shop/src/deep").root.hasSuffix("/shop"))
  }

  @Test func `no project is an error that says what to do`() {
    let problem = #expect(throws: Problem.self) { try project() }
    #expect(problem?.code == "project.not_found")
    #expect(problem?.hint?.contains("seedbed init") == true)
  }

  @Test func `a database that is named can do without a project`() throws {
    let found = try project {
      $0.databaseURL = "postgres://h/d"
      $0.worksWithoutProject = true
    }
    #expect(try found.database().name == "d")
  }

  @Test func `--root may be relative and must be there`() throws {
    try folder.write("shop/seedbed.json", "{}")
    #expect(try project { $0.root = "shop" }.name == "shop")
    #expect(throws: Problem.self) { try project { $0.root = "shap" } }
  }

  @Test func `without any setting the database is local and named after the project`() throws {
    try folder.write("shop/seedbed.json", "{}")
    let database = try project(in: "shop") { $0.environment = "test" }.database()
    #expect(database.isLocal)
    #expect(database.name == "shop_test")
  }

  @Test func `a variable that passes seedbed.json over is said`() throws {
    try folder.write(
      "seedbed.json", #"{"environments": {"staging": {"database": "postgres://h/staging"}}}"#)
    let database = try project {
      $0.environment = "staging"
      $0.variables = ["DATABASE_URL": "postgres://u:s3cret@h/dev"]
    }.database()
    #expect(database.name == "dev")
    #expect(database.notes.count == 1)
    #expect(!database.notes[0].contains("s3cret"))
  }

  @Test func `no description shows a password`() throws {
    try folder.write("seedbed.json", "{}")
    let found = try project { $0.databaseURL = "postgres://u:s3cret@h/d" }.database()
    #expect(!"\(try found.target())".contains("s3cret"))
    #expect(
      !found.unreachable(.init(sqlState: "08006", message: "for s3cret")).notes[0].contains("s3"))
  }
}
