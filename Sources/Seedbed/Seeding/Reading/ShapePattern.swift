internal import JSON

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The names and kinds of a record, to tell at once whether the next one has the same shape, as it
/// nearly always has.
///
/// It says no where only a `ShapeSignature` can tell.
struct ShapePattern {
  private enum Kind {
    case scalar
    case array
    /// A scalar, or an object that is a value by itself.
    case value
    /// A reference of so many members, which come next.
    case reference(count: Int32)
  }

  private let count: Int32
  private var names: [UInt8] = []
  private var members: [(nameEnd: Int, kind: Kind)] = []

  /// - Returns: nil for a record with directives, whose contents may belong to its shape.
  init?(of tape: borrowing Tape, _ signature: ShapeSignature) {
    count = tape.tokens[0].count
    guard add(0, of: tape, signature, isReference: false) else { return nil }
  }

  private mutating func add(
    _ object: Int, of tape: borrowing Tape, _ signature: ShapeSignature, isReference: Bool
  ) -> Bool {
    var token = object + 1
    while token < Int(tape.tokens[object].next) {
      let value = token + 1
      tape.append(textAt: token, to: &names)
      guard !tape.tokens[token].hasEscapes, Directive.name(of: value, in: tape) == nil else {
        return false
      }
      switch tape.tokens[value].kind {
      case .array: members.append((names.count, .array))
      case .object where isReference || signature.isReference(tape, token):
        members.append((names.count, .reference(count: tape.tokens[value].count)))
        guard add(value, of: tape, signature, isReference: true) else { return false }
      case .object: members.append((names.count, .value))
      default: members.append((names.count, .scalar))
      }
      token = Int(tape.tokens[value].next)
    }
    return true
  }

  /// Whether an object has the same members in the same order. One that has the same numbers of
  /// members at each place has a token wherever this one has.
  func matches(_ tape: borrowing Tape) -> Bool {
    tape.withContents { bytes, tokens in
      names.withUnsafeBufferPointer { names in
        guard tokens[0].count == count else { return false }
        var token = 1
        var nameStart = 0
        for member in members {
          let name = tokens[token]
          let value = tokens[token + 1]
          let length = member.nameEnd - nameStart
          guard Int(name.end - name.start) == length,
            Self.areEqual(bytes, Int(name.start), names, nameStart, length),
            Self.takes(value, token + 1, member.kind, bytes, tokens)
          else { return false }
          nameStart = member.nameEnd
          if case .reference = member.kind { token += 2 } else { token = Int(value.next) }
        }
        return true
      }
    }
  }

  private static func takes(
    _ value: Tape.Token, _ token: Int, _ kind: Kind, _ bytes: UnsafeBufferPointer<UInt8>,
    _ tokens: UnsafeBufferPointer<Tape.Token>
  ) -> Bool {
    switch value.kind {
    case .array: if case .array = kind { true } else { false }
    case .object:
      switch kind {
      case .value: !isDirective(value, token, bytes, tokens)
      case .reference(let count): value.count == count && !isDirective(value, token, bytes, tokens)
      case .scalar, .array: false
      }
    default:
      switch kind {
      case .scalar, .value: true
      case .array, .reference: false
      }
    }
  }

  private static func isDirective(
    _ object: Tape.Token, _ token: Int, _ bytes: UnsafeBufferPointer<UInt8>,
    _ tokens: UnsafeBufferPointer<Tape.Token>
  ) -> Bool {
    guard object.count > 0 else { return false }
    let name = tokens[token + 1]
    return name.end > name.start && bytes[Int(name.start)] == UInt8(ascii: "$")
  }

  private static func areEqual(
    _ bytes: UnsafeBufferPointer<UInt8>, _ start: Int,
    _ others: UnsafeBufferPointer<UInt8>, _ otherStart: Int, _ count: Int
  ) -> Bool {
    // Two empty texts are equal, wherever they do not stand.
    guard count > 0, let bytes = bytes.baseAddress, let others = others.baseAddress else {
      return count == 0
    }
    return memcmp(bytes + start, others + otherStart, count) == 0
  }
}
