internal import Postgres

extension Project {
  /// When a run makes a backup first: as `seedbed.json` says for the environment; where it is silent,
  /// before a step that may lose data, unless the data is disposable.
  func backupRule(marker: DatabaseMarker?) -> Configuration.Backup {
    environment.settings?.backup ?? (marker?.disposable == true ? .never : .destructive)
  }

  /// Where backups lie where no other place is named: `.seedbed/backups`.
  var backupFolder: String { "\(stateFolder)/backups" }

  /// Backs up what the scripts take away, or all of it where the rule says so.
  ///
  /// - Parameter folder: from the working folder; nil is `.seedbed/backups`.
  /// - Returns: nil where there is nothing to lose.
  /// - Throws: a `Problem` with the code `backup.failed`; no part of a backup is left then.
  func backUp(
    before scripts: [MigrationScript], in database: Database, _ rule: Configuration.Backup,
    to folder: String?, _ progress: any Progress
  ) throws -> BackupReport? {
    let run = BackupRun(
      database: database, folder: folder.map(Folder.absolute) ?? backupFolder, progress: progress)
    switch rule {
    case .never: return nil
    case .always: return try run.make(.database)
    case .destructive:
      let losses = scripts.flatMap(LossReader.losses)
      if losses.isEmpty { return nil }
      let connection = try database.connect(applicationName: "seedbed backup", progress)
      let scope = try LossCatalog(reading: connection).scope(for: losses)
      return scope.isEmpty ? nil : try run.make(scope)
    }
  }
}
