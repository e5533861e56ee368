public import JSON

/// The hazards of migrations.
public struct LintReport: Report, Sendable {
  public enum Format: String, Sendable, CaseIterable {
    case text
    /// Annotations of a GitHub workflow.
    case github
    /// SARIF 2.1.0, for code scanning.
    case sarif
  }

  /// A directive that allows what is not there.
  public struct UnusedAllowance: Sendable, Hashable {
    public let hazard: String
    public let location: Problem.Location
  }

  /// The database that was asked what is pending; nil where none could be reached.
  public let database: String?
  /// Whether the tables were looked up in its catalog.
  public let isCatalogAware: Bool
  /// How many migrations were looked at.
  public private(set) var migrations = 0
  /// In the order in which the migrations run, allowed ones with their reasons.
  public private(set) var hazards: [Hazard] = []
  public private(set) var unusedAllowances: [UnusedAllowance] = []
  public internal(set) var seconds = 0.0
  /// What `text` is.
  public var format = Format.text
  /// From the repository's root to the project's, with a slash at its end; for `github` and `sarif`.
  public var pathPrefix = ""

  init(database: String?, isCatalogAware: Bool) {
    self.database = database
    self.isCatalogAware = isCatalogAware
  }

  mutating func add(_ found: [Hazard], of script: MigrationScript) {
    migrations += 1
    hazards += found
    let ids = Set(found.map(\.rule))
    unusedAllowances += script.directives.allowances.filter { !ids.contains($0.hazard) }.map {
      UnusedAllowance(hazard: $0.hazard, location: $0.location)
    }
  }

  public var open: [Hazard] { hazards.filter(\.isOpen) }

  public var exitStatus: ExitStatus { open.isEmpty ? .success : .pending }

  /// `{"command","database","catalog":true,"migrations":3,"open":1,"hazards":[{"rule","consequence",
  /// "message","location":{"file","line","column"},"statement","safeForm","page","allowedBecause"}],
  /// "unusedAllowances":[{"hazard","location"}],"durationMs"}`
  public var json: JSONValue {
    [
      "command": "migrate lint", "database": database.map { .string($0) } ?? .null,
      "catalog": .bool(isCatalogAware), "migrations": .number(migrations),
      "open": .number(open.count), "hazards": .array(hazards.map(\.json)),
      "unusedAllowances": .array(
        unusedAllowances.map {
          ["hazard": .string($0.hazard), "location": $0.location.json]
        }), "durationMs": .milliseconds(seconds),
    ]
  }

  public func text(_ style: Style) -> String {
    switch format {
    case .text: LintText(self, style).text
    case .github: GitHubAnnotations(self).text
    case .sarif: SARIFLog(self).json.serialized(pretty: true)
    }
  }
}

extension Hazard {
  /// Where more is said of it.
  var pageName: String { "docs/hazards/\(rule).md" }

  fileprivate var json: JSONValue {
    var object: JSONObject = [
      "rule": .string(rule), "consequence": .string(consequence.rawValue),
      "message": .string(message), "location": location.json, "statement": .string(statement),
    ]
    if let safeForm { object["safeForm"] = .string(safeForm) }
    object["page"] = .string(pageName)
    if let reason { object["allowedBecause"] = .string(reason) }
    return .object(object)
  }
}

extension Problem.Location {
  var json: JSONValue {
    var object: JSONObject = ["file": .string(file)]
    if let line { object["line"] = .number(line) }
    if let column { object["column"] = .number(column) }
    return .object(object)
  }
}
