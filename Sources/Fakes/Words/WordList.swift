/// A table of entries in one piece of memory.
struct WordList: Sendable {
  private let bytes: [UInt8]
  private let ends: [Int]

  /// - Parameter text: the entries, separated by commas or line breaks.
  init(_ text: String) {
    var bytes: [UInt8] = []
    var ends: [Int] = []
    for entry in text.split(whereSeparator: { $0 == "," || $0 == "\n" }) {
      let entry = entry.drop { $0 == " " }
      guard !entry.isEmpty else { continue }
      bytes += entry.utf8
      ends.append(bytes.count)
    }
    self.bytes = bytes
    self.ends = ends
  }

  var count: Int { ends.count }

  subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index > 0 ? ends[index - 1] : 0)..<ends[index]]
  }

  /// Appends one of the entries, each as likely as any other.
  func append(_ generator: inout Generator, to out: inout [UInt8]) {
    let index = generator.below(count)
    bytes.withUnsafeBufferPointer { bytes in
      out.append(contentsOf: bytes[(index > 0 ? ends[index - 1] : 0)..<ends[index]])
    }
  }

  var entries: [String] { (0..<count).map { String(decoding: self[$0], as: UTF8.self) } }
}
