/// A folder of migrations and seeds, its settings, and the environment that a run is for.
public struct Project: Sendable {
  /// Absolute, without links.
  public let root: String
  public let configuration: Configuration
  public let environment: Environment
  /// The process's environment variables.
  public let variables: [String: String]
  /// What `.env` at the root adds to them.
  let dotEnv: DotEnv
  /// What `--database-url` says.
  let databaseURL: String?

  /// What a command line or an embedding program chooses.
  public struct Options: Sendable {
    /// The project's root; nil looks for it from the working folder upwards.
    public var root: String?
    /// The environment's name; nil takes `SEEDBED_ENV`, else `development`.
    public var environment: String?
    /// A database that comes before every other setting.
    public var databaseURL: String?
    public var workingFolder: String
    public var variables: [String: String]
    /// Takes the working folder for the root where no project is found but a database is named, as
    /// a job has it that only waits for a server.
    public var worksWithoutProject = false

    public init(
      root: String? = nil, environment: String? = nil, databaseURL: String? = nil,
      workingFolder: String? = nil, variables: [String: String]? = nil
    ) {
      self.root = root
      self.environment = environment
      self.databaseURL = databaseURL
      self.workingFolder = workingFolder ?? Folder.working
      self.variables = variables ?? ProcessEnvironment.current
    }
  }

  /// Finds the project and reads its settings.
  ///
  /// - Throws: a `Problem` with everything that is wrong in `seedbed.json`.
  public init(_ options: Options) throws {
    variables = options.variables
    databaseURL = options.databaseURL
    root = try Self.root(options)
    configuration = try Configuration(root: root)
    dotEnv = try DotEnv(root: root, environment: variables)
    environment = try Environment(
      named: options.environment, variables: variables, configuration: configuration)
  }

  private static func root(_ options: Options) throws -> String {
    do throws(Problem) {
      return try ProjectRoot.find(given: options.root, from: options.workingFolder)
    } catch {
      let named = [options.databaseURL] + DatabaseLocator.variables.map { options.variables[$0] }
      guard options.worksWithoutProject, options.root == nil,
        named.contains(where: { $0?.isEmpty == false })
      else { throw error }
      return FileStatus.realPath(options.workingFolder) ?? options.workingFolder
    }
  }

  /// The project's folder name.
  public var name: String { Folder.name(of: root) }
  public var migrationsFolder: String { path(configuration.migrations) }
  public var seedsFolder: String { path(configuration.seeds) }
  /// `.seedbed`: what Seedbed keeps for itself; not under version control.
  public var stateFolder: String { path(".seedbed") }
  public var localServer: LocalServer { LocalServer(root: root, environment: variables) }
  /// The server for tests, with nothing on it that is kept.
  public var ephemeralServer: LocalServer {
    LocalServer(root: root, environment: variables, kind: .ephemeral)
  }

  /// A path in the project, made absolute.
  public func path(_ relative: String) -> String {
    relative.hasPrefix("/") ? relative : "\(root)/\(relative)"
  }

  /// The path as it is shown: from the root where it lies inside.
  public func relative(_ path: String) -> String {
    path.hasPrefix(root + "/") ? String(path.dropFirst(root.count + 1)) : path
  }
}
