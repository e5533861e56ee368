internal import SQLScript

/// Looks at migrations for what would hurt an application that runs meanwhile; runs none of them.
public struct MigrationLint {
  public struct Choice: Sendable {
    /// Files, or migrations by name or number; empty for what is pending.
    public var names: [String] = []
    /// All migrations of the folder.
    public var isAll = false
    /// Where paths begin that are not the project's own.
    public var workingFolder = ""

    public init() {}
  }

  let project: Project
  let folder: MigrationFolder
  let progress: any Progress

  public init(_ project: Project, _ folder: MigrationFolder, _ progress: any Progress) {
    self.project = project
    self.folder = folder
    self.progress = progress
  }

  /// - Parameter database: asked where it can be reached without starting it; nil for none.
  /// - Throws: what keeps a file from being read as a migration, and directives that allow what is
  ///   no hazard; all of it together.
  public func run(_ choice: Choice, _ database: Database?) throws -> LintReport {
    let start = ContinuousClock.now
    defer { progress.finished() }
    let chosen = try ChosenMigrations(
      .init(
        names: choice.names, isAll: choice.isAll, workingFolder: choice.workingFolder),
      in: project, folder, database, progress)
    var linter = Linter(chosen.knowledge)
    var report = LintReport(database: chosen.database, isCatalogAware: chosen.isCatalogAware)
    var problems: [Problem] = []
    for step in chosen.steps {
      do throws(Problem) {
        let script = try step.migration.script()
        guard step.isChosen else {
          linter.learn(script, isNew: step.isNew)
          continue
        }
        problems += Self.unknownAllowances(of: script)
        report.add(linter.lint(script), of: script)
        if !chosen.areTogether { linter.knowledge.settle() }
      } catch {
        // One that nobody asked about is none of our business.
        if step.isChosen { problems += error.all }
      }
    }
    if let problem = Problem.together(problems) { throw problem }
    report.seconds = (ContinuousClock.now - start).seconds
    return report
  }

  private static func unknownAllowances(of script: MigrationScript) -> [Problem] {
    script.directives.allowances.filter {
      !HazardRules.ids.contains($0.hazard) && $0.hazard != MigrationScript.blocking
    }.map { allowance in
      Problem(
        "lint.unknown_hazard", "there is no hazard \"\(allowance.hazard)\"",
        hint: Suggestion.nearest(to: allowance.hazard, in: HazardRules.ids).map {
          "did you mean \"\($0)\"?"
        } ?? "docs/hazards names them all", at: allowance.location,
        excerpt: script.script.line(allowance.location.line ?? 0))
    }
  }
}
