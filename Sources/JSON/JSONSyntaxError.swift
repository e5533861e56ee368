/// What is wrong with a JSON text, and where.
public struct JSONSyntaxError: Error, Sendable, Equatable {
  public enum Kind: Sendable, Equatable {
    case unexpectedEnd
    case unexpectedCharacter
    case unterminatedString
    case unterminatedComment
    case invalidNumber
    case invalidEscape
    case loneSurrogate
    /// A zero byte or `\u0000`, which no PostgreSQL text can hold.
    case nulCharacter
    case controlCharacter
    case invalidUTF8
    /// UTF-16 or UTF-32.
    case unsupportedEncoding
    /// A name that stands twice in one object; `first` is its first place.
    case duplicateName(first: TextPosition)
    /// More than `limit` arrays and objects in each other.
    case tooDeep(limit: Int)
    /// A single value of more than `limit` bytes.
    case tooLarge(limit: Int)
    case trailingContent
    /// json-c did not read what the scanner had found correct.
    case refused
  }

  public var kind: Kind
  public var position: TextPosition
  /// What was expected and what was found, such as “expected a value, found `}`”. It shows a
  /// duplicate name or a single character, never a row's value.
  public var message: String

  public init(_ kind: Kind, at position: TextPosition, _ message: String) {
    self.kind = kind
    self.position = position
    self.message = message
  }
}

extension JSONSyntaxError: CustomStringConvertible {
  public var description: String { "\(position): \(message)" }
}
