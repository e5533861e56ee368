/// The number that a migration's name begins with, of any length: a counter or a timestamp.
public struct MigrationNumber: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Without leading zeros, so that `007` and `7` are the same number.
  private let digits: String

  /// Nil where the name does not begin with an ASCII digit.
  public init?(leading name: some StringProtocol) {
    let written = name.utf8.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    guard !written.isEmpty else { return nil }
    let significant = written.drop { $0 == UInt8(ascii: "0") }
    digits = significant.isEmpty ? "0" : String(decoding: significant, as: UTF8.self)
  }

  /// Nil where the text holds anything but ASCII digits.
  public init?(whole text: some StringProtocol) {
    guard text.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) else {
      return nil
    }
    self.init(leading: text)
  }

  public var description: String { digits }

  public static func < (one: MigrationNumber, other: MigrationNumber) -> Bool {
    let lengths = (one.digits.utf8.count, other.digits.utf8.count)
    return lengths.0 == lengths.1 ? one.digits < other.digits : lengths.0 < lengths.1
  }
}
