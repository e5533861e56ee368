import SQLScript

/// What a script consists of, in a form that people read and `expected.txt` holds.
func transcript(of bytes: [UInt8]) -> String {
  do {
    let script = try Script(bytes)
    let header = script.header.map { "comment \($0.position) \($0.text)\n" }.joined()
    let statements = script.statements.map { "\n" + transcript(of: $0, in: script) }.joined()
    return header + statements
  } catch {
    return error.errors.map {
      "error \($0.position) \($0.kind)\n  \($0.message)\n" + ($0.hint.map { "  \($0)\n" } ?? "")
    }.joined()
  }
}

private func transcript(of statement: Statement, in script: Script) -> String {
  var flags: [String] = []
  if let control = statement.transactionControl { flags.append("\(control)") }
  if statement.standsAlone { flags.append("stands alone") }
  if statement.endsSegment { flags.append("ends segment") }
  var text = ([statement.position.description] + flags).joined(separator: " ") + "\n"
  text += "  \(statement.summary)\n"
  text += lines(script.text(of: statement), markedBy: "|")
  if let data = statement.copyData {
    let data = String(decoding: script.bytes[data], as: UTF8.self)
    text += data.isEmpty ? "  no data\n" : lines(data, markedBy: ">")
  }
  return text
}

private func lines(_ text: String, markedBy mark: String) -> String {
  text.split(separator: "\n", omittingEmptySubsequences: false).map {
    $0.isEmpty ? "  \(mark)\n" : "  \(mark) \($0)\n"
  }.joined()
}
