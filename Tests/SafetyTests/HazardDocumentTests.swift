import FoundationEssentials
import Testing

@testable import Seedbed

/// The pages in `docs/hazards` are made from the rules.
///
/// After a change of a rule: `SEEDBED_WRITE_DOCS=1 swift test --filter HazardDocumentTests`
@Suite struct HazardDocumentTests {
  private static let folder =
    #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined() + "/docs/hazards"

  @Test func `every page is as its rule has it`() throws {
    let manager = FileManager.default
    if ProcessInfo.processInfo.environment["SEEDBED_WRITE_DOCS"] != nil {
      try? manager.removeItem(atPath: Self.folder)
      try manager.createDirectory(atPath: Self.folder, withIntermediateDirectories: true)
      for (name, text) in HazardDocument.files {
        try Data(text.utf8).write(to: URL(filePath: "\(Self.folder)/\(name)"))
      }
    }
    let there = try manager.contentsOfDirectory(atPath: Self.folder)
    #expect(Set(there) == Set(HazardDocument.files.map(\.name)))
    for (name, text) in HazardDocument.files {
      let found = manager.contents(atPath: "\(Self.folder)/\(name)")
      #expect(found.map { String(decoding: $0, as: UTF8.self) } == text, "docs/hazards/\(name)")
    }
  }
}
