/// Decides where the database comes from; reads nothing and connects to nothing.
struct DatabaseLocator {
  var option: String?
  var variables: [String: String]
  var dotEnv: DotEnv
  var environment: Environment

  /// A database's URL or `key=value` text and its origin; without a text libpq or the local server
  /// know the rest.
  struct Found: Equatable {
    var source: DatabaseSource
    var text: String?
  }

  static let variables = ["SEEDBED_DATABASE_URL", "DATABASE_URL"]
  /// Any of them says that libpq is to find the database.
  static let libpqVariables = ["PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE", "PGDATABASE"]

  /// The first that is given wins; an empty text is not given.
  func find() throws(Problem) -> Found {
    if let option { return try named(option) }
    for name in Self.variables {
      if let text = variable(name) { return Found(source: .variable(name), text: text) }
    }
    for name in Self.variables {
      if let text = dotEnv[name], !text.isEmpty { return Found(source: .dotEnv(name), text: text) }
    }
    if let reference = environment.settings?.database { return try configured(reference) }
    if Self.libpqVariables.contains(where: { variable($0) != nil }) {
      return Found(source: .libpq)
    }
    return Found(source: .localServer)
  }

  private func named(_ option: String) throws(Problem) -> Found {
    guard !option.isEmpty else {
      throw Problem(
        "database.bad_url", "--database-url is empty",
        hint: "a shell variable that is not set leaves nothing; leave the option out to do without",
        exitStatus: .usage)
    }
    return Found(source: .option, text: option)
  }

  private func configured(
    _ reference: Configuration.DatabaseReference
  ) throws(Problem) -> Found {
    let source = DatabaseSource.configuration(
      environment: environment.name, reference.location)
    switch reference.form {
    case .url(let text): return Found(source: source, text: text)
    case .variable(let name):
      guard let text = variable(name) ?? dotEnv[name], !text.isEmpty else {
        throw Problem(
          "database.variable_missing",
          """
          the environment "\(environment.name)" takes its database from the variable \(name), \
          which is not set
          """, hint: "set \(name), or give --database-url", at: reference.location)
      }
      return Found(source: source, text: text)
    }
  }

  private func variable(_ name: String) -> String? {
    variables[name].flatMap { $0.isEmpty ? nil : $0 }
  }
}
