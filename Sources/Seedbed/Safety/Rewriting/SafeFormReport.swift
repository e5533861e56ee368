public import JSON

/// The safe forms of migrations.
public struct SafeFormReport: Report, Sendable {
  public struct Form: Sendable {
    /// The migration's.
    public let name: String
    public let file: String
    /// What takes its place; empty where it is safe as it is, or no program can make it so.
    public let migrations: [SafeMigration]
    /// Hazards that are left, and have to be dealt with by hand.
    public let left: [Hazard]

    /// The name without its number, as words.
    var title: String {
      let words = name.split { $0 == "_" || $0 == "-" || $0 == " " }
      let rest = words.first?.allSatisfy(\.isNumber) == true ? words.dropFirst() : words[...]
      return rest.isEmpty ? name : rest.joined(separator: " ")
    }
  }

  public internal(set) var forms: [Form] = []
  /// What was written, from the project's root.
  public internal(set) var files: [String] = []
  /// The file whose place they take.
  public internal(set) var replaced: String?

  public var exitStatus: ExitStatus {
    replaced == nil && forms.contains { !$0.migrations.isEmpty || !$0.left.isEmpty }
      ? .pending : .success
  }

  /// `{"command","forms":[{"name","file","migrations":[{"sql","backfill"}],"left":[{"rule",
  /// "message"}]}],"files":[…],"replaces"}`
  public var json: JSONValue {
    var object: JSONObject = [
      "command": .string(replaced == nil ? "migrate plan --safe" : "migrate new --safe"),
      "forms": .array(forms.map(Self.json)),
    ]
    if let replaced {
      object["files"] = .array(files.map { .string($0) })
      object["replaces"] = .string(replaced)
    }
    return .object(object)
  }

  private static func json(_ form: Form) -> JSONValue {
    [
      "name": .string(form.name), "file": .string(form.file),
      "migrations": .array(
        form.migrations.map { migration in
          [
            "sql": .string(migration.text),
            "backfill": migration.backfill.map { .string($0) } ?? .null,
          ]
        }),
      "left": .array(
        form.left.map { ["rule": .string($0.rule), "message": .string($0.message)] }),
    ]
  }

  public func text(_ style: Style) -> String {
    if let replaced {
      return
        (files + [
          "they take the place of \(replaced): remove it, unless it was applied somewhere"
        ] + left(of: forms, style)).joined(separator: "\n")
    }
    var lines: [String] = []
    for form in forms where !form.migrations.isEmpty {
      for (index, migration) in form.migrations.enumerated() {
        let number = index == 0 ? "" : " (\(index + 1))"
        lines.append(style.bold("\(form.name)\(number)"))
        lines += migration.text.indented
        if let backfill = migration.backfill {
          lines.append(style.bold("\(form.name)\(number), backfill.sql"))
          lines += backfill.indented
        }
      }
    }
    lines += left(of: forms, style)
    if lines.isEmpty {
      return "safe as they are: \(forms.count == 1 ? "1 migration" : "\(forms.count) migrations")"
    }
    let rewritten = forms.filter { !$0.migrations.isEmpty }
    if let first = rewritten.first {
      lines.append(style.dim("to write it: seedbed migrate new --safe \(first.file)"))
    }
    return lines.joined(separator: "\n")
  }

  private func left(of forms: [Form], _ style: Style) -> [String] {
    forms.flatMap { form in
      form.left.map { hazard in
        "\(form.name): by hand: \(hazard.message) " + style.dim("[\(hazard.rule)]")
      }
    }
  }
}

extension String {
  fileprivate var indented: [String] {
    split(separator: "\n", omittingEmptySubsequences: false).dropLast(hasSuffix("\n") ? 1 : 0)
      .map { $0.isEmpty ? "" : "  " + $0 }
  }
}
