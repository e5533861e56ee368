internal import JSON
internal import YAML

/// YAML's values as fixtures write them, by the type of their column.
struct RailsValues {
  let template: RubyTemplate
  let label: String

  enum Answer {
    case value(JSONValue)
    /// It is worked out by Ruby.
    case ruby
    /// The column does not take it.
    case none
  }

  func value(of node: YAMLNode, for column: Column) -> Answer {
    let type = column.type.resolved(modifier: -1).type
    switch node.content {
    case .scalar(let text, let isPlain):
      return scalar(text, isPlain: isPlain, tag: node.tag, for: column, type)
    case .sequence, .mapping:
      guard let tree = tree(node) else { return .ruby }
      if type.isJSON { return .value(ImportedValue.literal(tree)) }
      if case .array = type, tree.array != nil { return .value(tree) }
      return .none
    }
  }

  private func scalar(
    _ text: String, isPlain: Bool, tag: String, for column: Column, _ type: PostgresType
  ) -> Answer {
    if let expression = template.expression(in: text) {
      return RubyTemplate.directive(for: expression).map { .value($0) } ?? .ruby
    }
    guard !RubyTemplate.isMarked(text) else { return .ruby }
    if isPlain, Self.isNull(text) { return .value(.null) }
    if tag.hasSuffix("binary"), type.builtIn == "bytea" {
      return ImportedValue.bytea(base64: text).map { .value(.string($0)) } ?? .none
    }
    let text = labelled(text)
    if type.isJSON { return .value(ImportedValue.literal(isPlain ? plain(text) : .string(text))) }
    if ImportedValue.isNumeric(type) {
      let digits = isPlain ? text.filter { $0 != "_" } : text
      // A word is the name of one of Rails' enums, whose number only its model knows.
      return ImportedValue.isNumber(digits) ? .value(.number(digits)) : .none
    }
    let bare = isPlain && text.hasPrefix(":") && text.count > 1 ? String(text.dropFirst()) : text
    return ImportedValue.value(of: bare, for: column).map { .value($0) } ?? .none
  }

  private func labelled(_ text: String) -> String {
    guard text.contains("$LABEL") else { return text }
    return text.replacing("$LABEL", with: label)
  }

  // MARK: Trees

  /// Nil where some of it is Ruby.
  private func tree(_ node: YAMLNode) -> JSONValue? {
    switch node.content {
    case .scalar(let text, let isPlain):
      if RubyTemplate.isMarked(text) { return nil }
      return isPlain ? plain(labelled(text)) : .string(labelled(text))
    case .sequence(let elements):
      let values = elements.compactMap(tree)
      return values.count == elements.count ? .array(values) : nil
    case .mapping:
      var object: JSONObject = [:]
      for (key, value) in node.members ?? [] {
        guard let name = key.text, let value = tree(value) else { return nil }
        object[name] = value
      }
      return .object(object)
    }
  }

  /// A scalar without quotes is what it looks like, where no column says it.
  private func plain(_ text: String) -> JSONValue {
    if Self.isNull(text) { return .null }
    switch text {
    case "true", "True", "TRUE": return true
    case "false", "False", "FALSE": return false
    default: return ImportedValue.isNumber(text) ? .number(text) : .string(text)
    }
  }

  private static func isNull(_ text: String) -> Bool {
    ["", "~", "null", "Null", "NULL"].contains(text)
  }
}
