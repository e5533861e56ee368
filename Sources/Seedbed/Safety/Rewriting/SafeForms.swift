internal import SQLScript

/// The safe forms of migrations: shown, or written as new ones.
public struct SafeForms {
  let project: Project
  let folder: MigrationFolder
  let progress: any Progress

  public init(_ project: Project, _ folder: MigrationFolder, _ progress: any Progress) {
    self.project = project
    self.folder = folder
    self.progress = progress
  }

  /// - Parameters:
  ///   - choice: what to look at; nothing named means what is pending.
  ///   - database: as for `MigrationLint`.
  public func find(_ choice: MigrationLint.Choice, _ database: Database?) throws -> SafeFormReport {
    defer { progress.finished() }
    let chosen = try ChosenMigrations(
      .init(
        names: choice.names, isAll: choice.isAll, workingFolder: choice.workingFolder),
      in: project, folder, database, progress)
    var linter = Linter(chosen.knowledge)
    var report = SafeFormReport()
    for step in chosen.steps {
      let script = try step.migration.script()
      if step.isChosen {
        var rewriter = SafeRewriter(
          linter.knowledge, knowsBackfills: chosen.layout == .native)
        let migrations = try rewriter.rewrite(script)
        // What is left to be done by hand is what a look at the safe form still finds.
        let left = try linter.lint(migrations ?? [], else: script, of: step.migration)
        report.forms.append(
          SafeFormReport.Form(
            name: step.migration.name, file: step.migration.file.name,
            migrations: migrations ?? [], left: left))
      }
      linter.learn(script, isNew: step.isNew && chosen.areTogether)
    }
    return report
  }

  /// Writes the safe form of one migration as new ones, numbered after all others.
  ///
  /// - Throws: a `Problem` where it is safe as it is, or no program can write its safe form.
  public func write(_ choice: MigrationLint.Choice, _ database: Database?) throws -> SafeFormReport
  {
    var report = try find(choice, database)
    guard let form = report.forms.first, !form.migrations.isEmpty else {
      let left = report.forms.first?.left.first
      throw Problem(
        "migrate.nothing_to_rewrite",
        left == nil
          ? "it is safe as it is" : "its safe form is not one that a program can write",
        hint: left.map { "see \($0.pageName)" }, at: report.forms.first.map { .init(file: $0.file) }
      )
    }
    let title = form.title
    let maker = NewMigration(in: folder)
    var backfills: [(path: String, text: String)] = []
    for (index, migration) in form.migrations.enumerated() {
      let files = try maker.create(
        index == 0 ? title : "\(title) \(index + 1)", withDown: false, statements: migration.text
      ).files
      report.files += files
      if let backfill = migration.backfill, let first = files.first {
        let name = first.split(separator: "/").dropLast().joined(separator: "/") + "/backfill.sql"
        backfills.append(("\(project.root)/\(name)", backfill))
        report.files.append(name)
      }
    }
    for (path, text) in backfills { try TextFile.write(text, to: path) }
    report.replaced = form.file
    return report
  }
}

extension Linter {
  /// What a look at the safe form finds; at the original, where there is none.
  fileprivate func lint(
    _ migrations: [SafeMigration], else script: MigrationScript, of migration: Migration
  ) throws(Problem) -> [Hazard] {
    var linter = self
    guard !migrations.isEmpty else { return linter.lint(script).filter(\.isOpen) }
    var hazards: [Hazard] = []
    for safe in migrations {
      let script = try MigrationScript(SourceText(safe.text), of: migration.file)
      hazards += linter.lint(script).filter(\.isOpen)
    }
    return hazards
  }
}
