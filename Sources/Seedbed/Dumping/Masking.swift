internal import Crypto

/// Replaces a column's values by others that say nothing of them, and differ where they differ.
///
/// The same value becomes the same text in every dump, and wherever a reference repeats it.
struct Masking: Equatable {
  enum Shape: Equatable {
    /// At most so many characters.
    case text(limit: Int?)
    case uuid
    case bytea
  }

  let method: MaskRule.Method
  let shape: Shape
  /// What an invented value is made to look like.
  let column: String

  /// Nil where the column's type takes no value of that kind.
  init?(_ method: MaskRule.Method, of column: Column) {
    switch ValueForm(column.type, modifier: column.typeModifier) {
    case .text(let limit): shape = .text(limit: limit)
    case .uuid: shape = .uuid
    case .bytea: shape = .bytea
    case .other where column.type.isText: shape = .text(limit: nil)
    default:
      guard method == .null || method == .keep else { return nil }
      shape = .text(limit: nil)
    }
    self.method = method
    self.column = column.name
  }

  /// The text in place of a value's; nil is NULL.
  func masked(_ value: ArraySlice<UInt8>) -> [UInt8]? {
    switch method {
    case .keep: return Array(value)
    case .null: return nil
    case .hash: return shaped(digest(value))
    case .fake:
      guard case .text(let limit) = shape else { return shaped(digest(value)) }
      return FakeText(column: column, limit: limit).text(digest(value))
    }
  }

  /// As hexadecimal digits.
  private func digest(_ value: ArraySlice<UInt8>) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    return SHA256.hash(data: Array(value)).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
  }

  private func shaped(_ digest: [UInt8]) -> [UInt8] {
    switch shape {
    case .text(let limit): Array(digest.prefix(limit ?? digest.count))
    case .bytea: Array("\\x".utf8) + digest
    case .uuid:
      // Version 8 of RFC 9562: made by a rule of one's own.
      Array(
        [
          digest[..<8], digest[8..<12], [UInt8(ascii: "8")] + digest[13..<16],
          [UInt8(ascii: "8")] + digest[17..<20], digest[20..<32],
        ].joined(separator: [UInt8(ascii: "-")]))
    }
  }
}

/// An invented text for a column: an address under `example.com` where the column's name speaks of
/// mail, else a word with the value's number behind it.
private struct FakeText {
  let column: String
  let limit: Int?

  /// - Parameter digest: 48 bits of it are used, so that values which differ stay different.
  func text(_ digest: [UInt8]) -> [UInt8] {
    let number = digest.prefix(12)
    let words = SecretName.words(of: column)
    let isMail = words.contains("email") || words.contains("mail")
    let text =
      isMail
      ? Array("user-".utf8) + number + Array("@example.com".utf8)
      : Array("\(words.last ?? "value")-".utf8) + number
    guard let limit, text.count > limit else { return text }
    return Array(number.prefix(limit))
  }
}

extension PostgresType {
  /// Text in all but name, as citext.
  fileprivate var isText: Bool {
    if case .base(_, "S") = resolved(modifier: -1).type { true } else { false }
  }
}
