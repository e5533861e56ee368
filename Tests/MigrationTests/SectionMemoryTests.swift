import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// The directions of a long file are told apart in the memory that it was read into.
struct SectionMemoryTests {
  private let file = MigrationFile(path: "", name: "1_a.sql")
  private let statements = String(repeating: "SELECT 1;\n", count: 300)

  /// - Returns: what is run of a text that nobody had to copy.
  private func script(
    _ text: String, _ up: (consuming SourceText) throws -> SourceText
  ) throws -> Script {
    let lender = LentText()
    let script = try Script(up(lender.lend(Array(text.utf8))))
    #expect(!lender.isFreed)
    return script
  }

  @Test func `dbmate's`() throws {
    let text =
      "-- a\n-- migrate:up\n\(statements)-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 3;\n"
      + "-- migrate:down\nSELECT 4;\n"
    let script = try script(text) { (text: consuming SourceText) in
      try DbmateSections(text, of: file).up
    }
    #expect(script.statements.count == 301 && script.line(305) == "-- migrate:up")
  }

  @Test func `goose's`() throws {
    let text =
      "-- +goose Up\n\(statements)-- +goose StatementBegin\nSELECT 2\n-- +goose StatementEnd\n"
      + "-- +goose Down\nSELECT 3;\n"
    let script = try script(text) { (text: consuming SourceText) in
      try GooseSections(text, of: file).up
    }
    #expect(script.statements.count == 301)
  }
}
