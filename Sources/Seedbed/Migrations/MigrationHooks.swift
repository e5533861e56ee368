internal import Postgres
internal import SQLScript

/// What is run around every run of migrations that has something to do: `hooks/before.sql` and
/// `hooks/after.sql`, under the same lock.
public struct MigrationHooks: Sendable {
  static let folder = "hooks"

  /// Run before the first migration; where it fails, none is run.
  public internal(set) var before: MigrationFile?
  /// Run after the last one.
  public internal(set) var after: MigrationFile?

  public init() {}

  init(in folder: MigrationFolder, problems: inout [Problem]) throws(Problem) {
    for entry in try folder.entries(of: "\(folder.path)/\(Self.folder)") {
      let file = folder.file("\(Self.folder)/\(entry.name)")
      switch entry.name {
      case "before.sql": before = file
      case "after.sql": after = file
      case let name where NativeLayout.isDocument(name): break
      default:
        problems.append(
          folder.unknown(
            "\(Self.folder)/\(entry.name)", "\(entry.name) is not a hook",
            hint: "a run has two: before.sql and after.sql"))
      }
    }
  }

  /// - Throws: everything that is wrong with them, together.
  func scripts() throws(Problem) -> Scripts {
    var problems: [Problem] = []
    func script(_ file: MigrationFile?) -> MigrationScript? {
      guard let file else { return nil }
      do throws(Problem) {
        return try MigrationScript(file.read(), of: file)
      } catch {
        problems += error.all
        return nil
      }
    }
    let scripts = Scripts(before: script(before), after: script(after))
    if let problem = Problem.together(problems) { throw problem }
    return scripts
  }

  struct Scripts {
    var before: MigrationScript?
    var after: MigrationScript?
  }
}

extension MigrationFolder.Entry {
  var isHooks: Bool { isFolder && name == MigrationHooks.folder }
}

/// A hook is run every time, so the history has no row of it.
struct HookRecord: RunRecord {
  /// Whether a part of it took effect.
  var exists = false

  func statement(for progress: RunProgress, log: String?) -> String { "" }
  func failure(at statement: Int?, _ error: String) -> String? { nil }
}

extension Migrator {
  /// Runs a hook in a session of its own.
  func run(
    hook script: MigrationScript?, _ keeper: RunKeeper, after report: MigrationReport? = nil
  ) throws {
    guard let script, !script.script.statements.isEmpty else { return }
    let session = try MigrationSession(
      to: database, as: keeper.identity, lockTimeout: script.directives.lockTimeout, progress)
    var runner = ScriptRunner(
      script, in: session, keeper: keeper, title: script.file.name,
      record: HookRecord(), progress)
    do {
      try runner.run()
    } catch let failure as StatementFailure {
      var problem = failure.problem(script)
      if let report {
        problem.notes.append(
          "applied in this run, and stays: \(report.applied.map(\.name).joined(separator: ", "))")
        problem.hint = "mend the hook; it is run again after the next migration"
      } else {
        problem.notes.append("no migration was run")
        problem.hint = "mend the hook and run again"
      }
      if runner.record.exists {
        problem.notes.append("of the hook, \(runner.applied) statements took effect, and stay")
      }
      if let hint = failure.hint { problem.hint = hint }
      throw problem
    }
  }
}
