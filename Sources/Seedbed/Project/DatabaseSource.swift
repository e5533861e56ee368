/// Which setting the database comes from.
public enum DatabaseSource: Sendable, Equatable, CustomStringConvertible {
  /// `--database-url`.
  case option
  /// An environment variable.
  case variable(String)
  /// A variable in `.env` at the project's root.
  case dotEnv(String)
  /// An environment's `database` in `seedbed.json`.
  case configuration(environment: String, Problem.Location)
  /// `PGHOST`, `PGSERVICE` and the like.
  case libpq
  case localServer
  /// The local server for tests, which runs.
  case ephemeralServer

  public var description: String {
    switch self {
    case .option: "--database-url"
    case .variable(let name): name
    case .dotEnv(let name): "\(name) in .env"
    case .configuration(let environment, _): "the environment \"\(environment)\" in seedbed.json"
    case .libpq: "libpq's environment variables"
    case .localServer: "the local server"
    case .ephemeralServer: "the ephemeral server"
    }
  }

  /// Where the setting stands, if that is a place in a file.
  var location: Problem.Location? {
    if case .configuration(_, let location) = self { location } else { nil }
  }
}
