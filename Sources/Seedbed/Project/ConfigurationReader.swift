internal import JSON

/// Reads `seedbed.json`, going on after a wrong key or value so that all are reported together.
struct ConfigurationReader {
  private(set) var configuration = Configuration()
  private(set) var problems: [Problem] = []
  private var ownSchemaPlace: ConfigurationNode.Place?

  /// Throws where the text is no JSON: nothing more can be said of it then.
  init(_ text: String) throws(Problem) {
    let root = try ConfigurationNode.root(of: text, file: Configuration.fileName)
    for member in members(of: root, "the configuration") {
      switch member.name {
      case "$schema": break
      case "migrations": if let folder = path(member) { configuration.migrations = folder }
      case "seeds": if let folder = path(member) { configuration.seeds = folder }
      case "schemas": if let schemas = names(member) { configuration.schemas = schemas }
      case "ownSchema": readOwnSchema(member)
      case "layout": configuration.layout = string(member)
      case "drift": readDrift(member.node)
      case "schemaFile": configuration.schemaFile = path(member)
      case "environments":
        for environment in members(of: member.node, "\"environments\"") { read(environment) }
      case "dump": readDump(member.node)
      default:
        unknown(
          member,
          among: [
            "migrations", "seeds", "schemas", "ownSchema", "layout", "drift", "schemaFile",
            "environments", "dump",
          ])
      }
    }
    expectOwnSchemaApart()
  }

  private mutating func readOwnSchema(_ member: ConfigurationNode.Member) {
    guard let name = string(member) else { return }
    if let objection = OwnSchema.objection(to: name) {
      return problem(
        "config.wrong_value", "\"ownSchema\" cannot be \"\(name)\": \(objection)",
        member.node.place, hint: "name a schema that holds nothing else")
    }
    configuration.ownSchema = OwnSchema(name)
    ownSchemaPlace = member.node.place
  }

  /// The tables in one of `"schemas"` are the application's; those in the other are never looked at.
  private mutating func expectOwnSchemaApart() {
    guard let ownSchemaPlace, configuration.schemas.contains(configuration.ownSchema.name) else {
      return
    }
    problem(
      "config.contradiction",
      "\"ownSchema\" names a schema that \"schemas\" has as the application's", ownSchemaPlace,
      hint: "name a schema that holds nothing else")
  }

  private mutating func readDrift(_ node: ConfigurationNode) {
    for member in members(of: node, "\"drift\"") {
      guard member.name == "ignore" else {
        unknown(member, among: ["ignore"])
        continue
      }
      guard let texts = member.node.value.array?.map({ $0.string ?? "" }), !texts.contains("")
      else {
        wrong(member.node, "\"ignore\"", "a list of patterns, as [\"public.tmp_*\", \"comment:*\"]")
        continue
      }
      for text in texts {
        if let pattern = IgnoreList.Pattern(text) {
          configuration.ignoredDrift.patterns.append(pattern)
        } else {
          let kind = String(text.prefix { $0 != ":" })
          problem(
            "config.wrong_value", "\"\(kind)\" is no kind of object", member.node.place,
            hint: Suggestion.hint(for: kind, among: ObjectKind.allCases.map(\.word)))
        }
      }
    }
  }

  private mutating func readDump(_ node: ConfigurationNode) {
    for member in members(of: node, "\"dump\"") {
      guard member.name == "mask" else {
        unknown(member, among: ["mask"])
        continue
      }
      for rule in members(of: member.node, "\"mask\"") { readMask(rule) }
    }
  }

  private mutating func readMask(_ member: ConfigurationNode.Member) {
    let methods = MaskRule.Method.allCases.map(\.rawValue)
    guard let word = string(member) else { return }
    guard let method = MaskRule.Method(rawValue: word) else {
      return problem(
        "config.wrong_value", "\"\(member.name)\" cannot be masked by \"\(word)\"",
        member.node.place, hint: Suggestion.hint(for: word, among: methods))
    }
    guard let rule = MaskRule(member.name, method, at: member.place.location) else {
      return problem(
        "config.bad_name", "\"\(member.name)\" names no column", member.place,
        hint: "write \"table.column\"")
    }
    configuration.masks.append(rule)
  }

  private mutating func read(_ environment: ConfigurationNode.Member) {
    guard Environment.isName(environment.name) else {
      return problem(
        "config.bad_name", "\"\(environment.name)\" is no environment's name", environment.place,
        hint: "letters, digits, _ and - make a name")
    }
    var settings = Configuration.EnvironmentSettings(name: environment.name)
    for member in members(of: environment.node, "the environment \"\(environment.name)\"") {
      switch member.name {
      case "database": settings.database = database(member)
      case "disposable": settings.disposable = flag(member)
      case "protected": settings.protected = flag(member)
      case "backup": settings.backup = backup(member)
      default: unknown(member, among: ["database", "disposable", "protected", "backup"])
      }
    }
    if settings.protected == true, settings.disposable == true {
      problem(
        "config.contradiction",
        "the environment \"\(settings.name)\" is both protected and disposable",
        environment.place, hint: "leave one of them out")
    }
    configuration.environments.append(settings)
  }
}

extension ConfigurationReader {
  private mutating func members(
    of node: ConfigurationNode, _ what: String
  ) -> [ConfigurationNode.Member] {
    guard let members = node.members else {
      wrong(node, what, "an object")
      return []
    }
    return members
  }

  private mutating func string(_ member: ConfigurationNode.Member) -> String? {
    guard let text = member.node.value.string, !text.isEmpty else {
      wrong(member.node, "\"\(member.name)\"", "a text")
      return nil
    }
    return text
  }

  private mutating func path(_ member: ConfigurationNode.Member) -> String? {
    guard var folder = string(member) else { return nil }
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    if folder.hasPrefix("./") { folder.removeFirst(2) }
    return folder
  }

  private mutating func flag(_ member: ConfigurationNode.Member) -> Bool? {
    guard let flag = member.node.value.bool else {
      wrong(member.node, "\"\(member.name)\"", "true or false")
      return nil
    }
    return flag
  }

  private mutating func names(_ member: ConfigurationNode.Member) -> [String]? {
    let names = member.node.value.array?.map { $0.string ?? "" }
    guard let names, !names.isEmpty, !names.contains("") else {
      wrong(member.node, "\"\(member.name)\"", "a list of schema names, as [\"public\"]")
      return nil
    }
    return names
  }

  private mutating func backup(_ member: ConfigurationNode.Member) -> Configuration.Backup? {
    let choices = Configuration.Backup.allCases.map(\.rawValue)
    guard let word = string(member) else { return nil }
    guard let backup = Configuration.Backup(rawValue: word) else {
      problem(
        "config.wrong_value", "\"backup\" cannot be \"\(word)\"", member.node.place,
        hint: Suggestion.hint(for: word, among: choices))
      return nil
    }
    return backup
  }

  private mutating func database(
    _ member: ConfigurationNode.Member
  ) -> Configuration.DatabaseReference? {
    guard let text = string(member) else { return nil }
    let place = member.node.place.location
    guard text.hasPrefix("env:") else { return .init(form: .url(text), location: place) }
    let name = String(text.dropFirst(4))
    guard !name.isEmpty, !name.contains("=") else {
      problem(
        "config.wrong_value", "\"database\" names no environment variable", member.node.place,
        hint: "write \"env:NAME\"")
      return nil
    }
    return .init(form: .variable(name), location: place)
  }

  private mutating func unknown(_ member: ConfigurationNode.Member, among known: [String]) {
    problem(
      "config.unknown_key", "unknown key \"\(member.name)\"", member.place,
      hint: Suggestion.hint(for: member.name, among: known))
  }

  private mutating func wrong(_ node: ConfigurationNode, _ what: String, _ expected: String) {
    problem("config.wrong_type", "\(what) must be \(expected), found \(node.kind)", node.place)
  }

  private mutating func problem(
    _ code: String, _ message: String, _ place: ConfigurationNode.Place, hint: String? = nil
  ) {
    problems.append(
      Problem(code, message, hint: hint, at: place.location, excerpt: place.excerpt))
  }
}
