import TestSupport
import Testing

@testable import JSON

@Suite("Compressed texts")
struct GzipSourceTests {
  private let text =
    Array(
      "[".utf8) + (0..<2_000).flatMap { Array("{\"k\": \($0), \"v\": \"é\($0 * 7919)\"},\n".utf8) }
    + Array("]".utf8)

  /// All that the source gives, in buffers of one size.
  private func unpack(_ bytes: [UInt8], step: Int = .max, buffer size: Int = 1 << 16) throws
    -> [UInt8]
  {
    var source = GzipSource(DribblingSource(bytes: bytes, step: step))
    var all: [UInt8] = []
    try withUnsafeTemporaryAllocation(byteCount: size, alignment: 1) { buffer in
      while case let count = try source.read(into: buffer), count > 0 { all += buffer[..<count] }
    }
    return all
  }

  @Test(
    "However it is cut into pieces, the text is the same",
    arguments: [(1, 1), (1, 1 << 16), (7, 13), (.max, 1), (.max, 1 << 20)])
  func pieces(step: Int, buffer: Int) throws {
    #expect(try unpack(Gzip.compress(text), step: step, buffer: buffer) == text)
    #expect(try unpack(Gzip.compress(""), step: step, buffer: buffer).isEmpty)
  }

  @Test("Members that follow one another are one text")
  func members() throws {
    let bytes = Gzip.compress(text[..<100]) + Gzip.compress("") + Gzip.compress(text[100...])
    #expect(try unpack(bytes) == text)
    #expect(try unpack(bytes, step: 1) == text)
  }

  @Test("Places are those of the unpacked text")
  func places() throws {
    var scanner = JSONScanner(GzipSource(BytesSource(Gzip.compress("[\n  1,\n  tru]"))))
    let error = try #require(throws: JSONSyntaxError.self) {
      try scanner.skipValue()
      try scanner.finish()
    }
    #expect(error.position.line == 3)
  }

  @Test("A text that is cut off anywhere is an error")
  func truncated() {
    let bytes = Gzip.compress("[{\"k\": 1}, {\"k\": 2}]")
    for count in bytes.indices {
      #expect(throws: GzipError.truncated) { try unpack(Array(bytes[..<count])) }
    }
    let second = bytes + bytes
    for count in bytes.count + 1..<second.count {
      #expect(throws: GzipError.truncated) { try unpack(Array(second[..<count]), step: 3) }
    }
  }

  @Test("No changed bit changes the text in silence")
  func damaged() throws {
    let text = Array("[{\"k\": 1, \"name\": \"one\"}, {\"k\": 2, \"name\": \"two\"}]".utf8)
    let bytes = Gzip.compress(text)
    var refused = 0
    for bit in 0..<bytes.count * 8 {
      var changed = bytes
      changed[bit / 8] ^= 1 << (bit % 8)
      do {
        #expect(try unpack(changed) == text)
      } catch is GzipError {
        refused += 1
      }
    }
    // The six bytes of the header that say when and where it was made mean nothing.
    #expect(refused >= (bytes.count - 7) * 8)
  }

  @Test("What was not compressed, and what follows a text, is told")
  func foreign() {
    #expect(throws: GzipError.notGzip) { try unpack(text) }
    #expect(throws: GzipError.notGzip) { try unpack([0x1F, 0x00, 0x00]) }
    #expect(throws: GzipError.trailingBytes) { try unpack(Gzip.compress(text) + [0]) }
    #expect(throws: GzipError.trailingBytes) {
      try unpack(Gzip.compress(text) + [0x1F, 1], step: 1)
    }
  }

  @Test("A text that is a thousand times as large comes in pieces")
  func bomb() throws {
    let size = 64 << 20
    var source = GzipSource(
      BytesSource(Gzip.compress(repeatElement(UInt8(ascii: " "), count: size))))
    var count = 0
    try withUnsafeTemporaryAllocation(byteCount: 1 << 16, alignment: 1) { buffer in
      while case let read = try source.read(into: buffer), read > 0 { count += read }
    }
    #expect(count == size)
  }
}
