import FoundationEssentials
import TestSupport
import Testing

@testable import Seedbed

/// PostgreSQL's own programs on the database of the running test.
extension MigrationProject {
  /// Runs files of the project's folder as psql does, in one session.
  func psql(_ files: [String]) throws {
    let arguments = [database.url, "-qX", "-v", "ON_ERROR_STOP=1"] + files.flatMap { ["-f", $0] }
    let outcome = try run("psql", arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  /// The schema `public` with its data, without the keys that differ from one dump to the next.
  func dump() throws -> String {
    let outcome = try run("pg_dump", [database.url, "--schema=public"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.split(separator: "\n").filter { !$0.contains("restrict ") }
      .joined(separator: "\n")
  }

  func emptyDatabase() throws {
    try run(
      """
      DROP SCHEMA public, seedbed CASCADE;
      CREATE SCHEMA public;
      GRANT USAGE ON SCHEMA public TO PUBLIC
      """)
  }

  private func run(_ program: String, _ arguments: [String]) throws -> ChildProcess.Outcome {
    // Where the programs of the tested server's version come first.
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin"
    return try ChildProcess(
      "/usr/bin/env", [program] + arguments, environment: ["PATH": path], directory: folder.path
    ).run(input: "")
  }
}
