import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// Copies of long files, which nobody else can change.
struct PrivateCopyTests {
  private let folder: TemporaryFolder
  private let path: String

  init() throws {
    folder = try TemporaryFolder()
    path = folder.path + "/a.sql"
  }

  private func copy() throws -> SourceText? {
    try PrivateCopy.text(of: RegularFile(path), in: folder.path)
  }

  private let long = String(repeating: "SELECT 'a';\n", count: 100_000)

  @Test func `it stays what the file was`() throws {
    try folder.write("a.sql", long)
    let text = try #require(try copy())
    #expect(try Folder.entries(of: folder.path) == ["a.sql"])
    try folder.write("a.sql", "")
    try folder.remove("a.sql")
    text.letGo(text.indices)
    #expect(text == SourceText(long))
  }

  @Test func `a change in it outlives its memory, and leaves the file`() throws {
    try folder.write("a.sql", long)
    var text = try #require(try copy())
    text.withMutableBytes { $0[500_000] = UInt8(ascii: "x") }
    text.letGo(text.indices)
    #expect(text[500_000] == UInt8(ascii: "x") && text[499_999] == SourceText(long)[499_999])
    #expect(try MigrationFile(path: path, name: "a.sql").read() == SourceText(long))
  }

  @Test func `without room for it the file is read into memory`() throws {
    try folder.write("a.sql", long)
    #expect(
      try PrivateCopy.text(of: RegularFile(path), in: folder.path + "/missing") == nil)
    #expect(try MigrationFile(path: path, name: "a.sql").read() == SourceText(long))
  }
}
