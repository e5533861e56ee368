internal import JSON

/// Hazards as SARIF 2.1.0, the format of code scanning (OASIS, Static Analysis Results Interchange
/// Format).
struct SARIFLog {
  let report: LintReport

  init(_ report: LintReport) { self.report = report }

  private static let schema =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"

  var json: JSONValue {
    [
      "$schema": .string(Self.schema), "version": "2.1.0",
      "runs": [
        [
          "tool": [
            "driver": [
              "name": "seedbed", "version": .string(seedbedVersion),
              "rules": .array(HazardRules.pages.map(rule)),
            ]
          ],
          // Columns count Unicode code points, as ours do.
          "columnKind": "unicodeCodePoints",
          "results": .array(report.hazards.map(result)),
        ]
      ],
    ]
  }

  private func rule(of page: HazardPage) -> JSONValue {
    [
      "id": .string(page.id),
      "shortDescription": ["text": .string(page.title)],
      "fullDescription": ["text": .string(page.reason)],
      "help": ["text": .string(page.remedy), "markdown": .string(page.remedy)],
      "defaultConfiguration": ["level": .string(Self.level(page.consequence))],
    ]
  }

  private func result(_ hazard: Hazard) -> JSONValue {
    var message = hazard.message
    if let safeForm = hazard.safeForm { message += ". Safe form: " + safeForm }
    var object: JSONObject = [
      "ruleId": .string(hazard.rule),
      "level": .string(Self.level(hazard.consequence)),
      "message": ["text": .string(message)],
      "locations": [["physicalLocation": .object(place(hazard.location))]],
    ]
    if let index = HazardRules.ids.firstIndex(of: hazard.rule) {
      object["ruleIndex"] = .number(index)
    }
    if let reason = hazard.reason {
      object["suppressions"] = [["kind": "inSource", "justification": .string(reason)]]
    }
    return .object(object)
  }

  private func place(_ location: Problem.Location) -> JSONObject {
    var place: JSONObject = [
      "artifactLocation": ["uri": .string(Self.uri(report.pathPrefix + location.file))]
    ]
    if let line = location.line {
      var region: JSONObject = ["startLine": .number(line)]
      if let column = location.column { region["startColumn"] = .number(column) }
      place["region"] = .object(region)
    }
    return place
  }

  private static func level(_ consequence: Hazard.Consequence) -> String {
    switch consequence {
    case .destroys, .blocks, .fails: "error"
    case .breaks: "warning"
    case .note: "note"
    }
  }

  /// A path as a relative reference (RFC 3986): all but letters, digits and a few marks in `%XX`.
  private static func uri(_ path: String) -> String {
    var text = ""
    for byte in path.utf8 {
      let isPlain =
        (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A) || (byte >= 0x30 && byte <= 0x39)
        || "-._~/".utf8.contains(byte)
      if isPlain {
        text.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        let hex = String(byte, radix: 16, uppercase: true)
        text += "%" + (hex.count == 1 ? "0" : "") + hex
      }
    }
    return text
  }
}
