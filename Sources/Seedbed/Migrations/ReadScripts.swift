internal import SQLScript

/// The scripts of what is to be run, all of them split and checked before the first statement runs.
///
/// The first one and short ones are kept for their turn. The others are split again when it comes, so
/// that a run of long files takes the memory of one of them.
struct ReadScripts {
  private var kept: [String: MigrationScript] = [:]
  private var directives: [String: Directives] = [:]
  private var size = 0

  /// The first script counts as none of it.
  static let limit = 1 << 23

  /// Reads what was not read before.
  ///
  /// - Throws: everything that is wrong with any of them, together.
  mutating func read(_ items: [MigrationWork.Item]) throws(Problem) {
    var problems: [Problem] = []
    for item in items where directives[item.migration.name] == nil {
      do throws(Problem) {
        add(try item.script(), as: item.migration.name)
        _ = try item.migration.backfillScript()
      } catch {
        problems += error.all
      }
    }
    if let problem = Problem.together(problems) { throw problem }
  }

  private mutating func add(_ script: MigrationScript, as name: String) {
    let isFirst = directives.isEmpty
    directives[name] = script.directives
    let bytes = script.script.bytes.count
    guard isFirst || size + bytes <= Self.limit else { return }
    if !isFirst { size += bytes }
    kept[name] = script
  }

  func phase(of item: MigrationWork.Item) -> Directives.Phase? {
    directives[item.migration.name]?.phase
  }

  /// Whether a script can be run at once: it need not be read first, and nothing is to be kept before.
  func isAtHand(_ item: MigrationWork.Item) -> Bool {
    kept[item.migration.name] != nil && phase(of: item) != .contract
  }

  /// Hands a script out for its run, which alone holds it from then on.
  mutating func take(_ item: MigrationWork.Item) throws(Problem) -> MigrationScript {
    if let script = kept.removeValue(forKey: item.migration.name) { return script }
    return try item.script()
  }

  /// Looks at a script that is still to be run.
  func script(of item: MigrationWork.Item) throws(Problem) -> MigrationScript {
    if let script = kept[item.migration.name] { return script }
    return try item.script()
  }
}
