/// What `seedbed.json` says; every part of it has a default.
public struct Configuration: Sendable, Equatable {
  /// The folder of migrations, from the root.
  public var migrations = "migrations"
  /// The folder of fixtures, from the root.
  public var seeds = "seeds"
  /// The schemas in which tables are looked for, in this order.
  public var schemas = ["public"]
  /// The schema of Seedbed's own tables in a database.
  public var ownSchema = OwnSchema.standard
  /// The tool whose layout the migrations folder has; nil finds out by what is there.
  public var layout: String?
  /// What `migrate verify` passes over.
  public var ignoredDrift = IgnoreList()
  /// The file that the schema is written to after a migration, from the root; nil writes none.
  public var schemaFile: String?
  /// What becomes of columns in a dump, in the order of the file.
  public var masks: [MaskRule] = []
  /// In the order of the file.
  public var environments: [EnvironmentSettings] = []

  public init() {}

  public struct EnvironmentSettings: Sendable, Equatable {
    public var name: String
    public var database: DatabaseReference?
    public var disposable: Bool?
    public var protected: Bool?
    public var backup: Backup?

    public init(name: String) { self.name = name }
  }

  /// When a deployment makes a backup first.
  public enum Backup: String, Sendable, CaseIterable {
    /// Before a step that may lose data.
    case destructive
    case always
    case never
  }

  /// Where an environment's database is; it may hold a password and shows none.
  public struct DatabaseReference: Sendable, Equatable, CustomStringConvertible {
    enum Form: Sendable, Equatable {
      case url(String)
      /// `env:NAME`.
      case variable(String)
    }

    let form: Form
    /// Where it stands in `seedbed.json`.
    let location: Problem.Location

    public var description: String {
      switch form {
      case .url: "a URL"
      case .variable(let name): "env:\(name)"
      }
    }
  }

  /// Reads `seedbed.json` of the project; its absence means the defaults.
  ///
  /// - Throws: a `Problem` with every unknown key and every wrong value, each with its place.
  init(root: String) throws {
    if let text = try TextFile.read("\(root)/\(Self.fileName)") {
      try self.init(parsing: text)
    } else {
      self.init()
    }
  }

  static let fileName = "seedbed.json"

  init(parsing text: String) throws {
    let reader = try ConfigurationReader(text)
    self = reader.configuration
    if let problem = Problem.together(reader.problems) { throw problem }
  }
}
