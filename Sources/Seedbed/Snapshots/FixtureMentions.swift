#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// What a fixture's text speaks of that is not in it: variables, and the time.
struct FixtureMentions: Sendable, Equatable {
  /// That `$env` names.
  var variables: Set<String> = []
  /// `$now` is in it.
  var today = false

  mutating func formUnion(_ other: FixtureMentions) {
    variables.formUnion(other.variables)
    today = today || other.today
  }

  /// Looks through a text, or a part of one; where a name is cut off by its end, it is passed over.
  mutating func look(through text: UnsafeRawBufferPointer) {
    for start in Self.places(of: "\"$env\"", in: text) {
      if let name = Self.string(behind: start, in: text) { variables.insert(name) }
    }
    if !today { today = Self.places(of: "\"$now\"", in: text, limit: 1).isEmpty == false }
  }

  /// Where the text goes on behind each occurrence.
  private static func places(
    of word: StaticString, in text: UnsafeRawBufferPointer, limit: Int = .max
  ) -> [Int] {
    guard let base = text.baseAddress else { return [] }
    let count = word.utf8CodeUnitCount
    var places: [Int] = []
    var index = 0
    // Every directive has a dollar in second place, and little else has one.
    while places.count < limit, index + count <= text.count,
      let dollar = memchr(base + index + 1, Int32(UInt8(ascii: "$")), text.count - index - 1)
    {
      let start = dollar - UnsafeMutableRawPointer(mutating: base) - 1
      if start + count <= text.count, memcmp(base + start, word.utf8Start, count) == 0 {
        places.append(start + count)
      }
      index = start + 2
    }
    return places
  }

  /// The string of a member, its name having been read.
  private static func string(behind start: Int, in text: UnsafeRawBufferPointer) -> String? {
    var index = start
    var seenColon = false
    while index < text.count {
      switch text[index] {
      case UInt8(ascii: " "), UInt8(ascii: "\t"), UInt8(ascii: "\n"), UInt8(ascii: "\r"): break
      case UInt8(ascii: ":") where !seenColon: seenColon = true
      case UInt8(ascii: "\"") where seenColon:
        let rest = text[(index + 1)...]
        guard let end = rest.firstIndex(of: UInt8(ascii: "\"")) else { return nil }
        return String(decoding: rest[..<end], as: UTF8.self)
      default: return nil
      }
      index += 1
    }
    return nil
  }
}
