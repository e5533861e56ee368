internal import FoundationEssentials
internal import Postgres

/// Which migrations are looked at, and what is known before the first of them.
struct ChosenMigrations {
  /// What the user chose.
  struct Choice {
    /// Files, or migrations by name or number; empty for what is pending.
    var names: [String] = []
    /// All migrations of the folder.
    var isAll = false
    /// Where paths begin that are not the project's own.
    var workingFolder = ""
  }

  /// A migration in the order in which they run.
  struct Step {
    let migration: Migration
    /// False for one that is only there to be known.
    let isChosen: Bool
    /// Whether it has yet to run, so that no application knows what it makes.
    let isNew: Bool
  }

  private(set) var steps: [Step] = []
  /// Before the first step.
  private(set) var knowledge = SchemaKnowledge()
  /// The database that was asked; nil where none could be reached.
  private(set) var database: String?
  /// Whether `knowledge` is the catalog's.
  var isCatalogAware: Bool { knowledge.isFromCatalog }
  /// Whether the migrations were chosen as what is deployed together, so that what one makes is new
  /// to the next; else each is taken for the only one.
  let areTogether: Bool
  let layout: MigrationLayout

  /// - Parameter database: asked where it can be reached without starting it; nil for none.
  init(
    _ choice: Choice, in project: Project, _ folder: MigrationFolder, _ database: Database?,
    _ progress: any Progress
  ) throws {
    let contents = try folder.read()
    layout = contents.layout
    let session = database.flatMap { Self.connection(to: $0, progress) }
    self.database = session == nil ? nil : database?.name
    let pending = try session.map { connection in
      Set(try StatusReader(folder).read(from: connection).plan.pending.map(\.migration.name))
    }
    if pending == nil, choice.names.isEmpty, !choice.isAll, !contents.migrations.isEmpty {
      progress.note("no database says what is pending: all migrations are looked at")
    }
    areTogether = !choice.names.isEmpty || pending != nil && !choice.isAll
    let (names, others) = try Self.find(choice, contents, pending, project, folder)
    // The catalog holds what has been applied, and tells nothing of how it was before that.
    if let schema = database?.schema { knowledge.defaultSchema = schema }
    if let session, let pending, names.isSubset(of: pending) {
      knowledge = try KnowledgeReader(connection: session).read(schema: database?.schema)
    }
    for migration in contents.migrations {
      let isPending = pending?.contains(migration.name) == true
      let isChosen = names.contains(migration.name)
      if isCatalogAware, !isPending { continue }
      steps.append(
        Step(migration: migration, isChosen: isChosen, isNew: isChosen || isPending))
    }
    steps += others.map { Step(migration: $0, isChosen: true, isNew: true) }
  }

  /// Migrations of the folder by name, and files that are no part of it: they come after all others.
  private static func find(
    _ choice: Choice, _ contents: MigrationFolder.Contents, _ pending: Set<String>?,
    _ project: Project, _ folder: MigrationFolder
  ) throws(Problem) -> (Set<String>, [Migration]) {
    if choice.names.isEmpty {
      let all = Set(contents.migrations.map(\.name))
      return (choice.isAll ? all : pending ?? all, [])
    }
    let places = Dictionary(
      contents.migrations.compactMap { migration in
        FileStatus.realPath(migration.file.path).map { ($0, migration.name) }
      }
    ) { one, _ in one }
    var names: Set<String> = []
    var others: [Migration] = []
    for name in choice.names {
      let paths = [choice.workingFolder, project.root, folder.path].map { folder in
        name.hasPrefix("/") ? name : "\(folder)/\(name)"
      }
      let path = paths.compactMap { FileStatus.realPath($0) }.first
      if let path, let known = places[path] ?? migration(in: path, places) {
        names.insert(known)
      } else if let path, FileStatus(path)?.kind == .file {
        others.append(try migration(of: path, called: name, in: project))
      } else {
        names.insert(contents.migrations[try contents.index(of: name)].name)
      }
    }
    return (names, others)
  }

  /// A migration's folder stands for its file.
  private static func migration(in path: String, _ places: [String: String]) -> String? {
    guard FileStatus.isFolder(path) else { return nil }
    let inside = places.filter { $0.key.hasPrefix(path + "/") }
    return inside.count == 1 ? inside.first?.value : nil
  }

  /// A file by itself; its place is shown from the project's root where it lies below it.
  private static func migration(
    of path: String, called name: String, in project: Project
  ) throws(Problem) -> Migration {
    let root = (FileStatus.realPath(project.root) ?? project.root) + "/"
    let shown = path.hasPrefix(root) ? String(path.dropFirst(root.count)) : name
    let parts = path.split(separator: "/").map(String.init)
    let file = parts.last ?? name
    let title = file == "migration.sql" ? parts.dropLast().last ?? file : file
    return try Migration(
      name: title.hasSuffix(".sql") ? String(title.dropLast(4)) : title,
      file: MigrationFile(path: path, name: shown))
  }

  /// What cannot be reached is done without: a local server is not started for this.
  private static func connection(to database: Database, _ progress: any Progress) -> Connection? {
    if database.isLocal, database.targetWithoutStarting["host"] == nil { return nil }
    do {
      let connection = try Connection(
        database.targetWithoutStarting, applicationName: "seedbed lint",
        ownSchema: database.ownSchema.name)
      try database.prepare(connection)
      return connection
    } catch {
      if !database.isLocal {
        progress.note("the database cannot be reached: the files alone are looked at")
      }
      return nil
    }
  }
}
