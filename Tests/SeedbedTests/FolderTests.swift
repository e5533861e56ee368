import TestSupport
import Testing

@testable import Seedbed

struct FolderTests {
  @Test func `a folder that cannot be made says why`() {
    let path = String(repeating: "x", count: 300)
    let problem = #expect(throws: Problem.self) { try Folder.make("/tmp/\(path)") }
    #expect(problem?.message.hasSuffix("File name too long") == true)
  }

  @Test func `folders above it are made as well, and one that is there is fine`() throws {
    let root = try TemporaryFolder()
    for _ in 0..<2 { try Folder.make(root.path + "/a/b/c") }
    #expect(FileStatus.isFolder(root.path + "/a/b/c"))
  }
}
