/// A diff as people read it: a line for each object, what differs below it.
struct DriftText {
  private let diff: SchemaDiff
  private let style: Style

  init(_ diff: SchemaDiff, _ style: Style) {
    self.diff = diff
    self.style = style
  }

  var lines: [String] { diff.outermost.flatMap(lines) }

  private func lines(_ difference: SchemaDiff.Difference) -> [String] {
    let name = difference.identity.description
    let with = parts(of: difference)
    switch difference {
    case .added(let object):
      return ["\(style.green("+")) \(name)  \(style.dim("only in the database" + with))"]
        + details(object)
    case .removed(let object):
      return ["\(style.red("-")) \(name)  \(style.dim("missing in the database" + with))"]
        + details(object)
    case .changed:
      let width = difference.changes.map(\.attribute.count).max() ?? 0
      return ["\(style.yellow("~")) \(name)"]
        + difference.changes.flatMap { lines($0, width) }
    }
  }

  /// `, with 4 columns, 1 index`
  private func parts(of difference: SchemaDiff.Difference) -> String {
    let parts = diff.parts(of: difference).map { kind, count in
      "\(count) \(count == 1 ? kind.word : kind.plural)"
    }
    return parts.isEmpty ? "" : ", with " + parts.joined(separator: ", ")
  }

  /// What an object is like, where it takes a line for each attribute.
  private func details(_ object: SchemaObject) -> [String] {
    let width = object.attributes.keys.map(\.count).max() ?? 0
    return object.attributes.sorted { $0.key < $1.key }.map { name, value in
      let lines = value.split(separator: "\n", omittingEmptySubsequences: false)
      let more = lines.count > 1 ? style.dim(" … \(lines.count) lines") : ""
      return "    " + style.dim(name.padded(to: width)) + "  " + (lines.first ?? "") + more
    }
  }

  private func lines(_ change: SchemaDiff.Change, _ width: Int) -> [String] {
    let name = "    " + style.dim(change.attribute.padded(to: width)) + "  "
    let (from, to) = (change.from ?? "none", change.to ?? "none")
    guard from.contains("\n") || to.contains("\n") || from.count + to.count > 120 else {
      return [name + "\(from) → \(to)"]
    }
    return ["    " + style.dim(change.attribute)]
      + LineDiff.lines(from: from, to: to).map { line in
        switch line {
        case .same(let text): "      " + style.dim("  " + text)
        case .removed(let text): "      " + style.red("- " + text)
        case .added(let text): "      " + style.green("+ " + text)
        }
      }
  }
}

extension ObjectKind {
  var plural: String {
    switch self {
    case .index: "indexes"
    case .policy: "policies"
    case .defaultPrivileges, .statistics: word
    default: word + "s"
    }
  }
}
