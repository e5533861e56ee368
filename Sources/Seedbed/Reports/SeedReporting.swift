public import JSON

// MARK: - For programs

extension SeedReport: Report {
  /// A plan or a check that finds something to do says so by its exit status.
  public var exitStatus: ExitStatus {
    purpose != .apply && hasChanges ? .pending : .success
  }

  /// `{"command","environment","durationMs","tables":[…],"totals":{…}}`, and `"changes"` for a plan.
  public var json: JSONValue {
    var object: JSONObject = [
      "command": .string(purpose.command), "environment": .string(environment),
    ]
    object["durationMs"] = .milliseconds(seconds)
    for (name, value) in body { object[name] = value }
    return .object(object)
  }

  /// What `up` and `deploy` show of it among the rest.
  var body: [(String, JSONValue)] {
    var body: [(String, JSONValue)] = [
      ("tables", .array(tables.map { .object($0.object(named: $0.table)) })),
      ("totals", .object(totals.object(named: nil))),
    ]
    if purpose == .plan { body.append(("changes", .array(changes.map(\.json)))) }
    if let expectation { body += expectationBody(expectation) }
    return body
  }
}

extension SeedReport.TableChange {
  /// The numbers; those of rarer things are left out where there is none of them.
  fileprivate func object(named name: String?) -> JSONObject {
    var object: JSONObject = [:]
    if let name { object["table"] = .string(name) }
    object["inserted"] = .number(inserted)
    object["updated"] = .number(updated)
    object["unchanged"] = .number(unchanged)
    object["deleted"] = .number(deleted)
    if missing > 0 { object["missing"] = .number(missing) }
    if extra > 0 { object["extra"] = .number(extra) }
    return object
  }
}

extension RowChange {
  var json: JSONValue {
    var key: JSONObject = [:]
    for part in self.key { key[part.column] = .parsed(part.value) }
    var fields: JSONObject = [:]
    for field in self.fields {
      var change: JSONObject = [:]
      if let from = field.from { change["from"] = .parsed(from) }
      change["to"] = .parsed(field.to)
      fields[field.column] = .object(change)
    }
    var object: JSONObject = [
      "table": .string(table), "action": .string(action.rawValue), "key": .object(key),
      "fields": .object(fields),
    ]
    if let source { object["source"] = .string(source.description) }
    return .object(object)
  }
}

extension JSONValue {
  /// Milliseconds with one digit behind the point.
  static func milliseconds(_ seconds: Double) -> JSONValue {
    .number((seconds * 10_000).rounded() / 10)
  }

  /// A value as the server wrote it; as a text where it is none that json-c reads.
  static func parsed(_ text: String) -> JSONValue {
    (try? JSONValue(parsing: text)) ?? .string(text)
  }
}

// MARK: - For people

extension SeedReport {
  public func text(_ style: Style) -> String {
    switch purpose {
    case .apply: return summary(style)
    case .verify:
      guard hasChanges else {
        return SummaryLine.text(
          "seeds", "in sync, \(totals.unchanged.rows) as the fixtures say", seconds: nil,
          style)
      }
      let head = SummaryLine.text(
        "seeds", style.yellow("differ: ") + totals.counts(style), seconds: nil, style)
      let rows = expectation == nil ? [] : expectationLines(style)
      return (rows + [head] + tableLines(style)).joined(separator: "\n")
    case .plan:
      guard hasChanges else {
        return "nothing to do: \(totals.unchanged.rows) as the fixtures say"
      }
      let shown = changes.prefix(Self.shownChanges).map { $0.text(style) }
      let hidden = changes.count - shown.count
      let rest = hidden > 0 ? ["… and \(hidden.grouped) more; --json shows all"] : []
      return (shown + rest + [style.bold("plan: ") + totals.counts(style)])
        .joined(separator: "\n")
    }
  }

  private static let shownChanges = 200

  /// `seeds       countries 249 +  users 3 +  1 ~  40 =        0.04 s`; many tables get a line each.
  func summary(_ style: Style) -> String {
    let changed = tables.filter { !$0.isEmpty || $0.missing > 0 }
    let what: String
    if tables.isEmpty {
      what = "no fixtures"
    } else if changed.isEmpty {
      what = "nothing to do, \(totals.unchanged.rows) as they should be"
    } else if changed.count <= 3 {
      let quiet = totals.unchanged - changed.reduce(0) { $0 + $1.unchanged }
      what =
        changed.map { "\($0.displayName) \($0.counts(style))" }.joined(separator: "   ")
        + (quiet > 0 ? "   others \(quiet.grouped) =" : "")
    } else {
      what = totals.counts(style)
    }
    let head = SummaryLine.text("seeds", what, seconds: seconds, style)
    return ([head] + (changed.count > 3 ? tableLines(style) : [])).joined(separator: "\n")
  }

  private func tableLines(_ style: Style) -> [String] {
    let changed = tables.filter { !$0.isEmpty || $0.missing > 0 }
    let width = changed.map(\.displayName.count).max() ?? 0
    // Numbers of one kind stand under one another.
    let cells = changed.map(\.cells)
    let widths = (0..<6).map { kind in cells.map { $0[kind].count }.max() ?? 0 }
    return zip(changed, cells).map { table, cells in
      let columns = cells.indices.filter { widths[$0] > 0 }.map { kind in
        let gap = String(repeating: " ", count: widths[kind] - cells[kind].count)
        return gap + table.painted(cells[kind], kind, style)
      }
      return "  " + table.displayName.padded(to: width) + "  " + columns.joined(separator: "  ")
    }
  }
}

extension SeedReport.TableChange {
  /// The schema that everybody has goes without saying.
  var displayName: String {
    table.hasPrefix("public.") ? String(table.dropFirst("public.".count)) : table
  }

  /// `3 +`, `1 ~`, `2 -`, `1 not there`, `2 too many`, `40 =`; empty for what there is none of.
  fileprivate var cells: [String] {
    let signs = [
      (inserted, "+"), (updated, "~"), (deleted, "-"), (missing, "not there"), (extra, "too many"),
    ]
    let cells = signs.map { $0.0 > 0 ? "\($0.0.grouped) \($0.1)" : "" }
    let isAlone = cells.allSatisfy(\.isEmpty)
    return cells + [unchanged > 0 || isAlone ? "\(unchanged.grouped) =" : ""]
  }

  fileprivate func painted(_ cell: String, _ kind: Int, _ style: Style) -> String {
    switch kind {
    case 0: style.green(cell)
    case 1, 3: style.yellow(cell)
    case 2, 4: style.red(cell)
    default: style.dim(cell)
    }
  }

  /// `3 +  1 ~  40 =`
  func counts(_ style: Style) -> String {
    cells.enumerated().filter { !$0.element.isEmpty }
      .map { painted($0.element, $0.offset, style) }.joined(separator: "  ")
  }
}

extension RowChange {
  func text(_ style: Style) -> String {
    let sign: String
    switch action {
    case .insert: sign = style.green("+")
    case .update: sign = style.yellow("~")
    case .delete: sign = style.red("-")
    }
    let place = source.map { "  " + style.dim($0.description) } ?? ""
    let lines = fields.map { field in
      "    \(field.column): " + (field.from.map { "\($0) → " } ?? "") + field.to
    }
    return (["\(sign) \(style.bold(displayName)) \(Self.text(key))\(place)"] + lines).joined(
      separator: "\n")
  }
}
