extension Project {
  /// The folder that `seedbed.json` names, with the layout that it names.
  public func migrations() throws(Problem) -> MigrationFolder {
    MigrationFolder(
      path: migrationsFolder, name: configuration.migrations,
      layout: try configuration.layout.map(MigrationLayout.init(configured:)))
  }
}
