internal import Postgres

/// The schema of a database as a file of SQL, for people to read and for `psql` to load.
///
/// pg_dump writes it. What differs from run to run and from machine to machine is left out (owners,
/// privileges, tablespaces, versions), so that the file changes when the schema does and at no other
/// time. At its end stands the history, so that a database that was loaded from it knows which
/// migrations it holds.
struct SchemaFile {
  /// Absolute.
  let path: String
  /// From the project's root.
  let name: String

  /// Writes the file where the schema is not what it says.
  ///
  /// - Returns: whether it was written.
  func update(from database: Database, on connection: Connection) throws -> Bool {
    let dump = try SchemaDump(of: database, on: connection)
    let text = try dump.text() + SchemaHistory.statements(from: connection)
    guard try TextFile.read(path) != text else { return false }
    try Folder.make(Folder.parent(of: path))
    let draft = try FileDraft(for: path)
    try draft.append(Array(text.utf8))
    try draft.replace()
    return true
  }
}

extension Project {
  /// Brings the file that `"schemaFile"` names up to the database; does nothing where it names none.
  ///
  /// What goes wrong is noted and stops nothing: the migrations have taken effect by then.
  public func updateSchemaFile(of database: Database, _ progress: any Progress) {
    guard let name = configuration.schemaFile else { return }
    let file = SchemaFile(path: path(name), name: name)
    do {
      progress.activity("writing \(name)")
      let connection = try database.connect(applicationName: "seedbed schema file", progress)
      if try file.update(from: database, on: connection) { progress.note("\(name) written") }
    } catch {
      let problem = Problem.describing(error)
      let hint = problem.hint.map { "; \($0)" } ?? ""
      progress.note("\(name) is not written: \(problem.message)\(hint)")
    }
    progress.finished()
  }
}
