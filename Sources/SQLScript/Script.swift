/// A script of SQL, split into the statements psql would send.
///
/// The scanner knows PostgreSQL's lexical rules and no grammar, so statements of any server version
/// pass. It reads `'…'` with `standard_conforming_strings` on, as every server has it unless told
/// otherwise; a script that turns the setting off is refused.
public struct Script: Sendable {
  /// The text: UTF-8 without a byte order mark, every line ended by a line feed. All offsets count
  /// in it.
  public let bytes: [UInt8]
  /// In the order of the text; empty ones are left out.
  public let statements: [Statement]
  /// The `--` comments before the first statement, where directives stand.
  public let header: [Comment]
  /// The `--` comments after the beginning of the first statement whose first word ends with a
  /// colon: where directives do not belong.
  public let annotations: [Comment]

  /// Normalises and splits `bytes`; work and memory are linear in their number.
  ///
  /// - Throws: everything that is wrong with the script, together.
  public init(_ bytes: [UInt8]) throws(ScriptErrors) {
    let text = SourceText.normalised(bytes)
    let encodingFlaws = SourceText.flaws(in: text)
    // A file with NUL bytes is no text at all: what else it seems to say is noise.
    if encodingFlaws.contains(where: { $0.kind == .nulByte }) {
      throw ScriptErrors(encodingFlaws, in: text)
    }
    var splitter = Splitter(text)
    splitter.split()
    let flaws = encodingFlaws + splitter.flaws
    if !flaws.isEmpty { throw ScriptErrors(flaws, in: text) }
    self.bytes = text
    statements = splitter.statements
    header = splitter.header
    var position = SourcePosition.start
    annotations = splitter.annotations.map { range in
      position.advance(to: range.lowerBound, in: text)
      return Comment(text[range].dropFirst(2), at: position)
    }
  }

  /// The statement as it is to be sent: without its semicolon and without COPY data.
  public func text(of statement: Statement) -> String {
    String(decoding: bytes[statement.range], as: UTF8.self)
  }
}
