/// A lexical unit of a script: what it is and where it stands, never its text.
public struct Token: Sendable, Hashable {
  public enum Kind: UInt8, Sendable {
    case whitespace
    case lineComment
    case blockComment
    /// A key word or an identifier without quotes.
    case word
    case quotedIdentifier
    /// `'…'` with any of the prefixes `E B X N U&`.
    case string
    case dollarString
    case number
    /// `$1`
    case parameter
    case openParenthesis
    case closeParenthesis
    case semicolon
    /// A colon by itself: `::` and `:=` are symbols.
    case colon
    case backslash
    /// An operator or a mark of punctuation.
    case symbol
  }

  public let kind: Kind
  /// In bytes of the script.
  public let range: Range<Int>
  /// False when the text ends inside the quotes or the comment that begins here.
  let isClosed: Bool

  /// Whether the token separates others and says nothing itself.
  var isLayout: Bool { kind.rawValue <= Kind.blockComment.rawValue }
}
