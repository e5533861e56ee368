/// What a run is for: `development`, `test`, `staging` …
public struct Environment: Sendable, Equatable {
  public let name: String
  /// What `seedbed.json` says of it; nil where it says nothing.
  public let settings: Configuration.EnvironmentSettings?

  public init(name: String, settings: Configuration.EnvironmentSettings? = nil) {
    self.name = name
    self.settings = settings
  }

  /// These exist without being listed.
  static let everywhere = ["development", "test"]

  /// Takes the given name, else `SEEDBED_ENV`, else `development`, and checks it against the list in
  /// `seedbed.json`, if there is one.
  init(
    named given: String?, variables: [String: String], configuration: Configuration
  ) throws(Problem) {
    let variable = variables["SEEDBED_ENV"].flatMap { $0.isEmpty ? nil : $0 }
    let name = given ?? variable ?? "development"
    let origin = given != nil ? "--env" : "SEEDBED_ENV"
    guard Self.isName(name) else {
      throw Problem(
        "environment.bad_name", "\(origin) is no environment's name: \"\(name)\"",
        hint: "letters, digits, _ and - make a name", exitStatus: .usage)
    }
    let settings = configuration.environments.first { $0.name == name }
    let listed = configuration.environments.map(\.name)
    if settings == nil, !listed.isEmpty, !Self.everywhere.contains(name) {
      throw Problem(
        "environment.unknown", "seedbed.json lists no environment \"\(name)\" (\(origin))",
        hint: Suggestion.hint(
          for: name, among: listed + Self.everywhere.filter { !listed.contains($0) }))
    }
    self.init(name: name, settings: settings)
  }

  public var isProtected: Bool { settings?.protected ?? false }

  /// Whether a database that Seedbed makes for this environment is marked disposable.
  ///
  /// `seedbed.json` decides. Where it is silent, only `development` and `test` on the local server
  /// are: a URL in `DATABASE_URL` may lead anywhere, whatever the environment is called.
  public func isDisposable(onLocalServer: Bool) -> Bool {
    if isProtected { return false }
    return settings?.disposable ?? (onLocalServer && Self.everywhere.contains(name))
  }

  /// A name is also a folder of fixtures and a part of a database's name.
  static func isName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 40
      && text.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "-"):
          true
        default: false
        }
      }
  }
}
