import Foundation
import Testing

@testable import JSON

@Suite("Files")
struct FileSourceTests {
  @Test("A file is read to its end, larger than the window or empty")
  func reads() throws {
    let path = NSTemporaryDirectory() + "seedbed-\(UUID().uuidString).json"
    defer { try? FileManager.default.removeItem(atPath: path) }
    let text = "[" + (0..<100_000).map { "\"\($0)\"" }.joined(separator: ",\n") + "]"
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    var scanner = JSONScanner(try FileSource(path: path))
    var tape = Tape()
    var count = 0
    try scanner.beginArray()
    while try scanner.nextElement() {
      try scanner.readValue(into: &tape)
      #expect(tape.start.line == count + 1)
      count += 1
    }
    try scanner.finish()
    #expect(count == 100_000)
    #expect(scanner.position.offset == text.utf8.count)

    try Data().write(to: URL(fileURLWithPath: path))
    var empty = JSONScanner(try FileSource(path: path))
    #expect(try !empty.hasMore())
  }

  @Test("A file that is not there is named with the system's reason")
  func missing() throws {
    let error = try #require(throws: FileError.self) { try FileSource(path: "/nowhere/x.json") }
    #expect(error.operation == .open)
    #expect(error.path == "/nowhere/x.json")
    #expect(error.code == ENOENT)
    #expect("\(error)" == "cannot open /nowhere/x.json: No such file or directory")
  }

  @Test("A directory cannot be read")
  func directory() throws {
    var source = try FileSource(path: "/")
    let error = try #require(throws: FileError.self) {
      try withUnsafeTemporaryAllocation(byteCount: 8, alignment: 1) { buffer in
        try source.read(into: buffer)
      }
    }
    #expect(error.operation == .read)
  }

  @Test("A descriptor is closed with its last source")
  func closes() throws {
    var ends: [Int32] = [0, 0]
    #expect(pipe(&ends) == 0)
    #expect(write(ends[1], "[1]", 3) == 3)
    close(ends[1])
    do {
      var scanner = JSONScanner(FileSource(descriptor: ends[0]))
      try scanner.skipValue()
      try scanner.finish()
    }
    // Another test may own the number by now; it is then no pipe's end without a writer.
    var status = stat()
    #expect(fstat(ends[0], &status) != 0 || status.st_mode & S_IFMT != S_IFIFO)
  }
}
