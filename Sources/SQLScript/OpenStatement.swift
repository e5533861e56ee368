/// A statement whose end is not yet seen: what decides whether a semicolon ends it.
struct OpenStatement {
  let start: Int
  /// Behind the last token.
  private(set) var end: Int
  private(set) var form = Form.unknown

  private var depth = 0
  private var parenthesis = 0
  private var bodyDepth = 0
  private var body = 0
  private var previous = Previous.other

  /// What the leading words make of the statement.
  enum Form {
    case unknown, create, createOr, createOrReplace, routine
    case copy, copyFrom, copyFromStandardInput
    case other
  }

  /// The token before a word, where it decides what the word means.
  private enum Previous {
    case begin(Int)
    /// `AS` or a period: a name follows, even if it is spelt like a key word.
    case naming
    case other
  }

  init(at start: Int) {
    self.start = start
    end = start
  }

  var endsAtSemicolon: Bool { depth == 0 && bodyDepth == 0 }

  /// What is still open, for the end of the text.
  var unclosed: Flaw? {
    if depth > 0 { return .unclosedParenthesis(at: parenthesis) }
    return bodyDepth > 0 ? .unclosedBody(at: body) : nil
  }

  mutating func take(_ token: Token, in bytes: SourceText) -> Flaw? {
    end = token.range.upperBound
    switch token.kind {
    case .openParenthesis:
      if depth == 0 { parenthesis = token.range.lowerBound }
      depth += 1
    case .closeParenthesis where depth == 0:
      return .unopenedParenthesis(at: token.range.lowerBound)
    case .closeParenthesis: depth -= 1
    case .word where depth == 0:
      takeWord(token.range, in: bytes)
      return nil
    default: break
    }
    if form == .routine {
      previous = bytes[token.range.lowerBound] == .period ? .naming : .other
    } else if form == .unknown || form == .copyFrom {
      form = .other
    }
    return nil
  }

  private mutating func takeWord(_ word: Range<Int>, in bytes: SourceText) {
    func isWord(_ keyword: String) -> Bool { bytes.spells(keyword, at: word) }
    switch form {
    case .other, .copyFromStandardInput: break
    case .unknown: form = isWord("CREATE") ? .create : isWord("COPY") ? .copy : .other
    case .create where isWord("OR"): form = .createOr
    case .createOr: form = isWord("REPLACE") ? .createOrReplace : .other
    case .create, .createOrReplace:
      form = isWord("FUNCTION") || isWord("PROCEDURE") ? .routine : .other
    case .copy: if isWord("FROM") { form = .copyFrom }
    case .copyFrom:
      // The grammar takes either word in either direction.
      form = isWord("STDIN") || isWord("STDOUT") ? .copyFromStandardInput : .other
    case .routine: takeRoutineWord(word, in: bytes)
    }
  }

  /// Counts `BEGIN ATOMIC … END`, and `CASE … END` inside, outside parentheses.
  ///
  /// psql counts every word BEGIN, CASE and END; here a column of such a name does no harm.
  private mutating func takeRoutineWord(_ word: Range<Int>, in bytes: SourceText) {
    func isWord(_ keyword: String) -> Bool { bytes.spells(keyword, at: word) }
    let before = previous
    previous = .other
    switch before {
    case .naming: return
    case .begin(let begin) where isWord("ATOMIC"):
      if bodyDepth == 0 { body = begin }
      bodyDepth += 1
    case .begin, .other:
      if isWord("BEGIN") {
        previous = .begin(word.lowerBound)
      } else if isWord("AS") {
        previous = .naming
      } else if bodyDepth > 0 {
        if isWord("CASE") { bodyDepth += 1 } else if isWord("END") { bodyDepth -= 1 }
      }
    }
  }
}
