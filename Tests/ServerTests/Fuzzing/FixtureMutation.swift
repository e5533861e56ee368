import TestSupport

extension FixedRandom {
  /// A file that was damaged as files are: by a bit, an editor, a copy that stopped.
  mutating func mutated(_ file: [UInt8]) -> [UInt8] {
    var bytes = file
    for _ in 0...upTo(3) where !bytes.isEmpty {
      let place = upTo(bytes.count)
      let end = min(bytes.count, place + 1 + upTo(40))
      switch upTo(12) {
      case 0: bytes[place] ^= 1 << upTo(8)
      case 1: bytes[place] = UInt8(upTo(256))
      case 2: bytes.removeSubrange(place...)
      case 3: bytes.removeSubrange(place..<end)
      case 4: bytes.insert(contentsOf: bytes[place..<end], at: end)
      case 5: bytes.insert(pick(Array("{}[]\",:/*\\-".utf8)), at: place)
      case 6: bytes.insert(contentsOf: pick(Self.fragments).utf8, at: place)
      case 7:
        // Brackets and commas are where a fixture's meaning hangs.
        let marks = bytes.indices.filter { "{}[],:\"".utf8.contains(bytes[$0]) }
        if !marks.isEmpty { bytes[pick(marks)] = pick(Array("{}[],:\"".utf8)) }
      default:
        // A value of another kind leaves the file a fixture, and goes further.
        guard let colon = bytes[place...].firstIndex(of: UInt8(ascii: ":")) else { break }
        let rest = bytes[(colon + 1)...]
        let stop = rest.firstIndex { ",}".utf8.contains($0) } ?? bytes.endIndex
        bytes.replaceSubrange(colon + 1..<stop, with: pick(Self.fragments).utf8)
      }
    }
    return bytes
  }

  private static let fragments = [
    "null", "true", "[]", "{}", "0", "-", "1e999999999", "1e-999999999",
    "99999999999999999999999999", "0x1", "\\u0000", "\\ud800", "\"$sql\"", "\"$rows\":",
    "\"$key\":",
    "{\"$sql\": \"1/0\"}", "{\"$sql\": \"); DROP TABLE t; --\"}", "{\"$now\": \"x\"}",
    "{\"$env\": \"X\"}", "{\"$file\": \"/\"}", "{\"$file\": \".\"}", "{\"$json\": [null]}",
    "{\"k1\": \"x\"}", "{\"lower\": 9, \"upper\": 1}", "[[1], [1, 2]]", "//", "/*", "\u{FEFF}",
    "\"infinity\"", "\"\\\\x0\"", String(repeating: "[", count: 300),
    String(repeating: "{\"a\":", count: 300), String(repeating: "9", count: 5_000),
  ]
}
