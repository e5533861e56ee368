public import Postgres

extension Project {
  /// What dumps rows of a database as fixtures of this project, by its mask rules.
  public func dumper(
    of database: Database, on connection: Connection, _ request: DumpRequest,
    _ progress: any Progress
  ) -> Dumper {
    var request = request
    request.masks += configuration.masks
    return Dumper(
      connection: connection, schemas: schemas(of: database), environment: environment.name,
      request: request, progress: progress)
  }

  /// A folder that fixtures are dumped into.
  ///
  /// - Parameter path: absolute, or from the working folder.
  public func dumpFolder(_ path: String, overwriting: Bool) -> DumpDestination {
    let absolute = Folder.absolute(path)
    return .folder(path: absolute, name: relative(absolute), overwriting: overwriting)
  }
}
