#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

extension Tape {
  /// The unescaped text of a string or name; the source text of anything else.
  public func string(at token: Int) -> String {
    guard tokens[token].hasEscapes else {
      return String(decoding: source(of: token), as: UTF8.self)
    }
    var text: [UInt8] = []
    append(textAt: token, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  /// Appends the UTF-8 bytes of `string(at:)`.
  public func append(textAt token: Int, to out: inout [UInt8]) {
    let text = tokens[token]
    bytes.withUnsafeBufferPointer { bytes in
      let source = UnsafeBufferPointer(rebasing: bytes[Int(text.start)..<Int(text.end)])
      if text.hasEscapes {
        Unescaping.append(source, to: &out)
      } else {
        out.append(contentsOf: source)
      }
    }
  }

  /// Whether a token is a scalar whose text is its source: a number, `true`, `false`, or a string
  /// without escapes.
  public func isPlainText(_ token: Int) -> Bool {
    switch tokens[token].kind {
    case .string: !tokens[token].hasEscapes
    case .number, .true, .false: true
    case .object, .array, .name, .null: false
    }
  }

  /// The name's token of the first member of an object whose name is this one, byte for byte; nil
  /// where there is none, and where the value is no object.
  public func member(_ name: [UInt8], of object: Int) -> Int? {
    guard tokens[object].kind == .object else { return nil }
    var token = object + 1
    let end = Int(tokens[object].next)
    while token < end {
      if tokens[token].hasEscapes || Int(tokens[token].end - tokens[token].start) == name.count,
        nameEquals(token, name)
      {
        return token
      }
      token = Int(tokens[token + 1].next)
    }
    return nil
  }

  /// Whether the unescaped text of a string or name is `name`, byte for byte.
  public func nameEquals(_ token: Int, _ name: [UInt8]) -> Bool {
    let text = tokens[token]
    if text.hasEscapes {
      var unescaped: [UInt8] = []
      append(textAt: token, to: &unescaped)
      return unescaped == name
    }
    guard Int(text.end - text.start) == name.count else { return false }
    return bytes.withUnsafeBufferPointer { bytes in
      name.withUnsafeBufferPointer { name in
        guard let bytes = bytes.baseAddress, let name = name.baseAddress else { return true }
        return memcmp(bytes + Int(text.start), name, Int(text.end - text.start)) == 0
      }
    }
  }
}
