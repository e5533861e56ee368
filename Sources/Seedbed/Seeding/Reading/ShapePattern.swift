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
    /// An object with a directive, whose source begins with the rest of the member's text, or is it.
    case directive(isWhole: Bool)
  }

  private struct Member {
    /// Where its name ends among the texts, and all that is compared of it.
    let nameEnd: Int
    let end: Int
    let kind: Kind
  }

  private let count: Int32
  private var texts: [UInt8] = []
  private var members: [Member] = []

  /// - Returns: nil for a record with references to labels, of which only a part belongs to its
  ///   shape.
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
      guard !tape.tokens[token].hasEscapes else { return false }
      tape.append(textAt: token, to: &texts)
      switch tape.tokens[value].kind {
      case .object:
        if let directive = Directive.name(of: value, in: tape) {
          guard directive != LabelReference.name else { return false }
          add(directive, at: value, of: tape)
        } else if isReference || signature.isReference(tape, token) {
          add(.reference(count: tape.tokens[value].count))
          guard add(value, of: tape, signature, isReference: true) else { return false }
        } else {
          add(.value)
        }
      case .array: add(.array)
      default: add(.scalar)
      }
      token = Int(tape.tokens[value].next)
    }
    return true
  }

  private mutating func add(_ kind: Kind) {
    members.append(Member(nameEnd: texts.count, end: texts.count, kind: kind))
  }

  private mutating func add(_ directive: String, at object: Int, of tape: borrowing Tape) {
    let isWhole = ShapeSignature.isPartOfShape(directive)
    let nameEnd = texts.count
    let start = tape.tokens[object].start
    let end = isWhole ? tape.tokens[object].end : tape.tokens[object + 1].end + 1
    texts += tape.source(of: object).prefix(Int(end - start))
    members.append(
      Member(nameEnd: nameEnd, end: texts.count, kind: .directive(isWhole: isWhole)))
  }

  /// Whether an object has the same members in the same order. One that has the same numbers of
  /// members at each place has a token wherever this one has.
  func matches(_ tape: borrowing Tape) -> Bool {
    tape.withContents { bytes, tokens in
      texts.withUnsafeBufferPointer { texts in
        guard tokens[0].count == count else { return false }
        var token = 1
        var start = 0
        for member in members {
          let name = tokens[token]
          let value = tokens[token + 1]
          let length = member.nameEnd - start
          guard Int(name.end - name.start) == length,
            Self.areEqual(bytes, Int(name.start), texts, start, length)
          else { return false }
          if case .directive(let isWhole) = member.kind {
            let length = Int32(member.end - member.nameEnd)
            let given = value.end - value.start
            guard value.kind == .object, isWhole ? given == length : given >= length,
              Self.areEqual(bytes, Int(value.start), texts, member.nameEnd, Int(length))
            else { return false }
          } else if !Self.takes(value, token + 1, member.kind, bytes, tokens) {
            return false
          }
          start = member.end
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
      case .scalar, .array, .directive: false
      }
    default:
      switch kind {
      case .scalar, .value: true
      case .array, .reference, .directive: false
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
