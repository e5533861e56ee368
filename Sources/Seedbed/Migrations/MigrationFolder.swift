/// The folder of migrations.
public struct MigrationFolder: Sendable {
  public let path: String
  /// Relative to the project's root, for people.
  public let name: String
  /// Nil where the folder itself tells.
  public let configuredLayout: MigrationLayout?

  public init(path: String, name: String, layout: MigrationLayout? = nil) {
    self.path = path
    self.name = name
    configuredLayout = layout
  }

  public var exists: Bool { FileStatus.isFolder(path) }

  typealias Entry = Folder.Entry

  /// All migrations in the order in which they run, and the layout they are in.
  public struct Contents: Sendable {
    public let layout: MigrationLayout
    public let migrations: [Migration]
    /// What is run around them.
    public var hooks = MigrationHooks()
  }

  /// Reads every migration; a folder that is not there holds none.
  ///
  /// - Throws: every name that is not understood and every file that is missing, together.
  public func read() throws(Problem) -> Contents {
    guard exists else { return Contents(layout: configuredLayout ?? .native, migrations: []) }
    let entries = try entries(of: path)
    let layout: MigrationLayout
    if let configuredLayout {
      layout = configuredLayout
    } else {
      layout = try LayoutDetection(folder: self, entries: entries).layout()
    }
    let reader = layout.reader
    var problems: [Problem] = []
    let migrations = try reader.migrations(in: self, entries: entries, problems: &problems)
      .sorted(by: reader.precedes)
    problems += Self.sameNames(migrations)
    var contents = Contents(layout: layout, migrations: migrations)
    if layout == .native, entries.contains(where: { $0.isHooks }) {
      contents.hooks = try MigrationHooks(in: self, problems: &problems)
    }
    if let problem = Problem.together(problems) { throw problem }
    return contents
  }

  /// In the order of their bytes. Those whose names begin with a dot belong to editors, Git and Finder, and are not listed.
  func entries(of folder: String) throws(Problem) -> [Entry] {
    guard let entries = Folder.listing(of: folder) else {
      throw Problem(
        "migrate.unreadable_folder", "the folder of migrations cannot be read",
        at: .init(file: name))
    }
    return entries.filter { !$0.name.hasPrefix(".") }
      .sorted { $0.name.precedesByBytes($1.name) }
  }

  func file(_ inside: String) -> MigrationFile {
    MigrationFile(path: "\(path)/\(inside)", name: "\(name)/\(inside)")
  }

  /// `1_users/` beside `1_users.sql`: the history could not tell them apart.
  private static func sameNames(_ migrations: [Migration]) -> [Problem] {
    if Set(migrations.map(\.name)).count == migrations.count { return [] }
    return Dictionary(grouping: migrations, by: \.name).values.filter { $0.count > 1 }.map {
      group in
      let files = group.map(\.file.name).sorted()
      return Problem(
        "migrate.duplicate_name", "two migrations are called \"\(group[0].name)\"",
        hint: "rename one of them", at: .init(file: files[1]), notes: ["the other: \(files[0])"])
    }
  }
}
