internal import Crypto

/// Replaces a column's values by others that say nothing of them.
///
/// The same value becomes the same text in every dump, and wherever a reference repeats it; in a key,
/// different values stay different.
struct Masking: Equatable {
  enum Shape: Equatable {
    /// At most so many characters.
    case text(limit: Int?)
    case uuid
    case bytea
  }

  let method: MaskRule.Method
  let shape: Shape
  private let invented: InventedText?

  /// Nil where the column's type takes no value of that kind.
  init?(_ method: MaskRule.Method, of column: Column, in table: Table) {
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
    if method == .fake, case .text(let limit) = shape {
      invented = InventedText(
        column: column.name, limit: limit, isDistinct: table.hasKey(with: column))
    } else {
      invented = nil
    }
  }

  /// The text in place of a value's; nil is NULL.
  func masked(_ value: ArraySlice<UInt8>) -> [UInt8]? {
    switch method {
    case .keep: return Array(value)
    case .null: return nil
    case .hash, .fake:
      let digest = digest(value)
      return invented?.text(digest) ?? shaped(digest)
    }
  }

  /// As hexadecimal digits.
  private func digest(_ value: ArraySlice<UInt8>) -> [UInt8] {
    SHA256.hash(data: Array(value)).hexadecimalBytes
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

extension PostgresType {
  /// Text in all but name, as citext.
  fileprivate var isText: Bool {
    if case .base(_, "S") = resolved(modifier: -1).type { true } else { false }
  }
}

extension Table {
  fileprivate func hasKey(with column: Column) -> Bool {
    keys.contains { key in
      key.parts.contains { part in
        part.column.map { $0 == column.number }
          ?? SeedKey.names(in: part.text).contains(column.name)
      }
    }
  }
}
