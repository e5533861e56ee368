import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// The directions of a long file are told apart in the memory that it was read into.
struct SectionMemoryTests {
  private let file = MigrationFile(path: "", name: "1_a.sql")
  private let statements = String(repeating: "SELECT 1;\n", count: 300)

  @Test func `dbmate's`() throws {
    let lender = LentText()
    let text =
      "-- a\n-- migrate:up\n\(statements)-- migrate:down\nSELECT 2;\n-- migrate:up\nSELECT 3;\n"
      + "-- migrate:down\nSELECT 4;\n"
    let sections = try DbmateSections(lender.lend(Array(text.utf8)), of: file)
    #expect(!lender.isFreed)
    let script = try Script(sections.up)
    #expect(script.statements.count == 301 && script.line(305) == "-- migrate:up")
  }

  @Test func `goose's`() throws {
    let lender = LentText()
    let text =
      "-- +goose Up\n\(statements)-- +goose StatementBegin\nSELECT 2\n-- +goose StatementEnd\n"
      + "-- +goose Down\nSELECT 3;\n"
    let sections = try GooseSections(lender.lend(Array(text.utf8)), of: file)
    #expect(!lender.isFreed)
    #expect(try Script(sections.up).statements.count == 301)
  }
}
