/// One thing that keeps a script from being run, and where it stands.
public struct ScriptError: Error, Sendable, Hashable, CustomStringConvertible {
  public enum Kind: String, Sendable {
    case unterminatedString
    case unterminatedQuotedIdentifier
    case unterminatedDollarQuote
    case unterminatedComment
    case unclosedParenthesis
    case unopenedParenthesis
    /// `BEGIN ATOMIC` without its `END`.
    case unclosedBody
    /// A command of psql's own, such as `\i`.
    case metaCommand
    /// `:'name'` or `:"name"`, which only psql replaces.
    case psqlVariable
    /// More on the line where a `COPY … FROM STDIN` ends and its data is to begin.
    case textBeforeCopyData
    /// `SET standard_conforming_strings = off`, after which backslashes would end no string.
    case nonconformingStrings
    case invalidUTF8
    case nulByte
  }

  public let kind: Kind
  /// What is wrong, in one sentence without a full stop; holds no literal of the script.
  public let message: String
  /// What to write instead, where there is more to say than the message does.
  public let hint: String?
  /// For what is not closed: where it opens.
  public let position: SourcePosition
  /// The line it stands in, or the beginning of a very long one.
  public let line: String

  /// `line:column: message`
  public var description: String { "\(position): \(message)" }
}

/// Everything wrong with a script, in the order of the text; never empty.
public struct ScriptErrors: Error, Sendable, CustomStringConvertible {
  public let errors: [ScriptError]

  init(_ flaws: [Flaw], in bytes: SourceText) {
    var position = SourcePosition.start
    // Of one line there may be many.
    var line = (number: 0, text: "")
    errors = flaws.sorted { $0.offset < $1.offset }.map { flaw in
      position.advance(to: flaw.offset, in: bytes)
      if position.line != line.number {
        line = (position.line, bytes.line(around: position.offset, atMost: 4096))
      }
      return ScriptError(
        kind: flaw.kind, message: flaw.message, hint: flaw.hint, position: position,
        line: line.text)
    }
  }

  public var description: String { errors.map(\.description).joined(separator: "\n") }
}
