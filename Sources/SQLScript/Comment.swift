/// A `--` comment.
public struct Comment: Sendable, Hashable {
  /// Without the dashes and the white space around.
  public let text: String
  /// Where the dashes stand.
  public let position: SourcePosition

  init(_ bytes: SourceText, at position: SourcePosition) {
    let trimmed = bytes.drop(while: \.isSpace)
    let end = trimmed.lastIndex { !$0.isSpace }.map { $0 + 1 } ?? trimmed.startIndex
    text = String(decoding: trimmed[..<end], as: UTF8.self)
    self.position = position
  }
}
