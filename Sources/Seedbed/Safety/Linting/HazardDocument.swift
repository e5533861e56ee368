/// A rule's page of the documentation, and the list of all of them, in Markdown.
enum HazardDocument {
  /// By their names in `docs/hazards`.
  static var files: [(name: String, text: String)] {
    [("README.md", index)] + HazardRules.pages.map { ("\($0.id).md", text(of: $0)) }
  }

  private static let origin =
    "<!-- Made from Sources/Seedbed/Safety/Linting/Rules by the tests; change it there. -->\n"

  private static var index: String {
    var text = origin + "\n# Hazards\n\nWhat [`seedbed migrate lint`](../linting.md) looks for.\n"
    for consequence in Hazard.Consequence.allCases {
      let pages = HazardRules.pages.filter { $0.consequence == consequence }
      text += "\n## \(heading(consequence))\n\n| id | what happens | `--safe` |\n|---|---|---|\n"
      for page in pages {
        text +=
          "| [\(page.id)](\(page.id).md) | \(page.title) | \(page.isRewritten ? "yes" : "") |\n"
      }
    }
    return text
  }

  private static func heading(_ consequence: Hazard.Consequence) -> String {
    switch consequence {
    case .destroys: "Destroys data"
    case .blocks: "Blocks readers or writers"
    case .breaks: "Breaks the application that runs"
    case .fails: "Fails itself"
    case .note: "Notes: no reason to stop"
    }
  }

  private static func text(of page: HazardPage) -> String {
    var text = origin + "\n# \(page.id)\n\n\(page.title).\n\n\(page.reason)\n\n## Instead\n\n"
    text += page.remedy + "\n"
    if page.isRewritten {
      text += "\n`seedbed migrate new --safe FILE` writes the safe form, where a program can.\n"
    }
    text += "\nTo allow it in one migration, at the top of its file:\n\n```sql\n"
    text += "-- seedbed: allow \(page.id) because REASON\n```\n"
    text += "\n## Examples\n\nReported:\n\n" + page.bad.map(block).joined(separator: "\n")
    text += "\nNot reported:\n\n" + page.good.map(block).joined(separator: "\n")
    return text
  }

  private static func block(_ example: HazardExample) -> String {
    let before =
      example.before.isEmpty ? "" : "-- there already:\n\(example.before)\n\n"
    return "```sql\n\(before)\(example.sql)\n```\n"
  }
}
