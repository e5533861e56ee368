import Foundation
import Testing

/// A folder of `Golden`: a script and what the scanner makes of it.
struct GoldenFolder: CustomTestStringConvertible {
  let url: URL

  static let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Golden")

  static func all() throws -> [GoldenFolder] {
    try FileManager.default
      .contentsOfDirectory(at: root, includingPropertiesForKeys: nil)
      .filter(\.hasDirectoryPath)
      .sorted { $0.lastPathComponent < $1.lastPathComponent }
      .map(GoldenFolder.init)
  }

  var testDescription: String { url.lastPathComponent }

  var input: [UInt8] {
    get throws { Array(try Data(contentsOf: url.appending(path: "input.sql"))) }
  }

  /// nil where nothing was recorded yet.
  var expected: String? {
    (try? Data(contentsOf: expectedFile)).map { String(decoding: $0, as: UTF8.self) }
  }

  func record(_ transcript: String) throws {
    try Data(transcript.utf8).write(to: expectedFile)
  }

  private var expectedFile: URL { url.appending(path: "expected.txt") }
}
