import Foundation
import Testing

/// Every folder in `Golden` is a case. `RECORD_GOLDEN=1` writes what the scanner says now into
/// `expected.txt`, to be read before it is committed, and fails the run.
@Suite struct GoldenTests {
  @Test(arguments: try GoldenFolder.all())
  func matches(_ folder: GoldenFolder) throws {
    let actual = transcript(of: try folder.input)
    if ProcessInfo.processInfo.environment["RECORD_GOLDEN"] != nil {
      if folder.expected != actual { try folder.record(actual) }
      Issue.record("recorded instead of compared")
    } else {
      #expect(actual == folder.expected)
    }
  }

  @Test func thereAreFolders() throws {
    #expect(try !GoldenFolder.all().isEmpty)
  }
}
