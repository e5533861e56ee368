internal import FoundationEssentials
internal import JSON

/// Works out the values of `$env`, `$file` and `$json`.
struct DirectiveValues {
  let environment: [String: String]
  /// The folder of fixtures, symbolic links resolved: no file outside of it is read.
  let root: String

  init(environment: [String: String], root: String) {
    self.environment = environment
    self.root = URL(filePath: root).resolvingSymlinksInPath().path
  }

  /// The input text for the column; nil is NULL.
  func text(
    of directive: ValueDirective, _ tape: borrowing Tape, _ object: Int, _ form: ValueForm,
    _ section: FixtureSection
  ) throws(ValueProblem) -> [UInt8]? {
    let members = try members(of: object, in: tape, directive)
    let value = members.value
    switch directive {
    case .json:
      var text: [UInt8] = []
      tape.appendCompact(at: value, to: &text)
      return text
    case .environment:
      let name = try string(value, tape, directive)
      if let text = environment[name] {
        try form.check(Array(text.utf8)[...])
        return Array(text.utf8)
      }
      guard let fallback = members.fallback else {
        throw ValueProblem(
          code: "seed.missing_environment", message: "the environment variable \(name) is not set",
          hint: Suggestion.nearest(to: name, in: environment.keys).map { "did you mean \($0)?" }
            ?? "set it, or give a \"default\" beside it", token: value)
      }
      if tape.tokens[fallback].kind == .null { return nil }
      var text: [UInt8] = []
      try form.append(tape, fallback, to: &text)
      return text
    case .file:
      return try contents(
        of: string(value, tape, directive), form, section, token: value)
    }
  }

  private func members(
    of object: Int, in tape: borrowing Tape, _ directive: ValueDirective
  ) throws(ValueProblem) -> (value: Int, fallback: Int?) {
    var fallback: Int?
    var token = Int(tape.tokens[object + 2].next)
    while token < Int(tape.tokens[object].next) {
      guard directive == .environment, tape.string(at: token) == "default" else {
        throw ValueProblem(
          code: "seed.bad_directive",
          message: "\(directive.rawValue) does not take \"\(tape.string(at: token))\"",
          hint: directive == .environment ? "beside it may stand \"default\"" : nil, token: token)
      }
      fallback = token + 1
      token = Int(tape.tokens[token + 1].next)
    }
    return (object + 2, fallback)
  }

  private func string(
    _ token: Int, _ tape: borrowing Tape, _ directive: ValueDirective
  ) throws(ValueProblem) -> String {
    guard tape.tokens[token].kind == .string else {
      throw ValueProblem(
        code: "seed.bad_directive", message: "\(directive.rawValue) takes a string", token: token)
    }
    return tape.string(at: token)
  }

  private func contents(
    of name: String, _ form: ValueForm, _ section: FixtureSection, token: Int
  ) throws(ValueProblem) -> [UInt8] {
    let path = URL(filePath: name, relativeTo: URL(filePath: section.file.folder + "/"))
      .resolvingSymlinksInPath().standardizedFileURL.path
    guard path.hasPrefix(root + "/") else {
      throw ValueProblem(
        code: "seed.file_outside", message: "$file leads out of the folder of fixtures",
        hint: "put the file inside of it", token: token)
    }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw ValueProblem(
        code: "seed.missing_file", message: "there is no file \"\(name)\"",
        hint: "the path is relative to the fixture's own folder", token: token)
    }
    let bytes = [UInt8](data)
    if case .bytea = form { return Array("\\x".utf8) + hex(bytes) }
    guard String(validating: bytes, as: UTF8.self) != nil, !bytes.contains(0) else {
      throw ValueProblem(
        code: "seed.not_text", message: "the file \"\(name)\" is not UTF-8 text",
        hint: "only a bytea column takes any bytes", token: token)
    }
    do { try form.check(bytes[...]) } catch {
      var problem = error
      problem.token = token
      throw problem
    }
    return bytes
  }

  private func hex(_ bytes: [UInt8]) -> [UInt8] {
    let digits = Array("0123456789abcdef".utf8)
    var text: [UInt8] = []
    text.reserveCapacity(bytes.count * 2)
    for byte in bytes {
      text.append(digits[Int(byte >> 4)])
      text.append(digits[Int(byte & 15)])
    }
    return text
  }
}
