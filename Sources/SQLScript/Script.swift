/// A script of SQL, split into the statements psql would send.
///
/// The scanner knows PostgreSQL's lexical rules and no grammar, so statements of any server version
/// pass. It reads `'…'` with `standard_conforming_strings` on, as every server has it unless told
/// otherwise; a script that turns the setting off is refused.
public struct Script: Sendable {
  /// The text: UTF-8 without a byte order mark, every line ended by a line feed. All offsets count
  /// in it.
  public let bytes: SourceText
  public let statements: Statements
  /// The `--` comments before the first statement, where directives stand.
  public let header: [Comment]
  /// The `--` comments after the beginning of the first statement whose first word ends with a
  /// colon: where directives do not belong.
  public let annotations: [Comment]

  /// Normalises and splits a text; work is linear in its length, and beside the text a page of its
  /// statements is held in memory.
  ///
  /// - Throws: everything that is wrong with the script, together.
  public init(_ text: consuming SourceText) throws(ScriptErrors) {
    try self.init(text, pageSize: Statements.pageSize)
  }

  init(_ text: consuming SourceText, pageSize: Int) throws(ScriptErrors) {
    let text = text.normalised()
    let encodingFlaws = text.flaws
    // A file with NUL bytes is no text at all: what else it seems to say is noise.
    if encodingFlaws.contains(where: { $0.kind == .nulByte }) {
      throw ScriptErrors(encodingFlaws, in: text)
    }
    var splitter = Splitter(text)
    statements = Statements(of: &splitter, pageSize: pageSize)
    let flaws = encodingFlaws + splitter.flaws
    if !flaws.isEmpty { throw ScriptErrors(flaws, in: text) }
    bytes = text
    header = splitter.header
    var position = SourcePosition.start
    annotations = splitter.annotations.map { range in
      position.advance(to: range.lowerBound, in: text)
      return Comment(text[range].dropFirst(2), at: position)
    }
  }

  public init(_ bytes: [UInt8]) throws(ScriptErrors) {
    try self.init(SourceText(bytes))
  }

  public init(_ text: String) throws(ScriptErrors) {
    try self.init(SourceText(text))
  }

  /// The statement as it is to be sent: without its semicolon and without COPY data.
  public func text(of statement: Statement) -> String {
    defer { if statement.range.count > SourceText.Pieces.size { bytes.letGo(statement.range) } }
    return String(decoding: bytes[statement.range], as: UTF8.self)
  }
}
