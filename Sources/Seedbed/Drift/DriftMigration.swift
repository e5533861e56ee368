public import JSON
internal import Postgres

/// A migration that takes over what was done to a database by hand.
extension DriftVerification {
  /// Writes the statements that bring the folder up to the database where they are certain: each
  /// was run on a shadow. The rest of the drift stands below them in comments. In the database
  /// nothing is written.
  ///
  /// - Throws: a `Problem` where there is no drift to write a migration for.
  public func writeMigration(_ title: String, withDown: Bool) throws -> DriftMigrationReport {
    defer { progress.finished() }
    let connection = try database.connect(applicationName: "seedbed verify", progress)
    let contents = try applied(on: connection)
    let ignored = project.configuration.ignoredDrift
    let trial = try replay(contents) { shadow, picture in
      let goal = try SchemaPicture.read(from: connection)
      progress.activity("trying statements on the shadow database")
      let session = try shadow.database.connect(progress)
      session.onNotice = { _ in }
      var trial = DriftTrial(session, showing: picture, to: goal, ignoring: ignored)
      try trial.run()
      return trial
    }
    guard !trial.statements.isEmpty || !trial.diff.isEmpty else {
      throw Problem("drift.none", "the database is what its migrations make: there is no drift")
    }
    let text = DriftMigrationText(trial, layout: contents.layout)
    let made = try NewMigration(in: folder)
      .create(title, withDown: withDown, statements: text.body)
    return DriftMigrationReport(
      files: made.files, statements: trial.statements.count, left: trial.diff.outermost.count)
  }
}

/// The files of a migration that was made from drift.
public struct DriftMigrationReport: Report, Sendable {
  /// From the project's root.
  public let files: [String]
  public let statements: Int
  /// How many differences are left to be written by hand.
  public let left: Int

  /// `{"command":"migrate new","files":[…],"statements":3,"left":1}`
  public var json: JSONValue {
    [
      "command": "migrate new", "files": .array(files.map { .string($0) }),
      "statements": .number(statements), "left": .number(left),
    ]
  }

  public func text(_ style: Style) -> String {
    var what = "\(statements) \(statements == 1 ? "statement" : "statements")"
    if left > 0 { what += ", " + style.yellow("\(left) left to be written by hand") }
    return (files + [what]).joined(separator: "\n")
  }
}
