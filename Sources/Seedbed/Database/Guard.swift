/// Decides whether something may be done that throws data away.
public struct Guard: Sendable {
  /// The database's name, which a confirmation has to repeat.
  public var database: String
  /// The environment of this run.
  public var environment: Environment
  /// What the database says of itself; nil where it says nothing.
  public var marker: DatabaseMarker?
  /// Where the marker stands.
  public var ownSchema: OwnSchema

  public init(
    database: String, environment: Environment, marker: DatabaseMarker?,
    ownSchema: OwnSchema = .standard
  ) {
    self.database = database
    self.environment = environment
    self.marker = marker
    self.ownSchema = ownSchema
  }

  public enum Action: String, Sendable {
    case reset
    case drop
    case rollback = "roll back"
    case restore
  }

  /// Throws a problem with the exit status `refused` unless the action is allowed.
  ///
  /// A database marked disposable for this very environment allows it. Any other wants its name as
  /// the confirmation: that a URL leads to the database of another environment is the accident
  /// this is for. A protected one allows nothing.
  public func check(_ action: Action, confirmation: String?) throws(Problem) {
    if marker?.protected == true || environment.isProtected { throw protected(action) }
    if let confirmation {
      if confirmation == database { return }
      throw refusal(
        "guard.wrong_confirmation", action,
        "--confirm names \"\(confirmation)\", and the database is \"\(database)\"")
    }
    guard let marker else {
      throw refusal(
        "guard.not_disposable", action, "the database \"\(database)\" is not marked disposable")
    }
    if marker.environment != environment.name {
      throw refusal(
        "guard.other_environment", action,
        """
        the database "\(database)" is the one of "\(marker.environment)", and this run is for \
        "\(environment.name)"
        """)
    }
    if !marker.disposable {
      throw refusal(
        "guard.not_disposable", action,
        "the database \"\(database)\" is marked as one to keep")
    }
  }

  /// Throws a problem with the exit status `refused` where the database is marked as another
  /// environment's: its migrations may be the same, but its rows are not.
  public func checkWrite() throws(Problem) {
    guard let marker, marker.environment != environment.name else { return }
    throw Problem(
      "guard.other_environment",
      """
      refused to write: the database "\(database)" is the one of "\(marker.environment)", and this \
      run is for "\(environment.name)"
      """,
      hint: "run with --env \(marker.environment), or name this environment's own database",
      notes: ["the table \(ownSchema.settings) in the database says so"], exitStatus: .refused)
  }

  private func refusal(_ code: String, _ action: Action, _ reason: String) -> Problem {
    Problem(
      code, "refused to \(action.rawValue): \(reason)",
      hint: "if its data may be lost, say so: --confirm \(database)", exitStatus: .refused)
  }

  private func protected(_ action: Action) -> Problem {
    let places = [
      environment.isProtected ? "\"protected\" of \"\(environment.name)\" in seedbed.json" : nil,
      marker?.protected == true ? "protected in the table \(ownSchema.settings)" : nil,
    ].compactMap { $0 }
    return Problem(
      "guard.protected", "refused to \(action.rawValue): the database \"\(database)\" is protected",
      hint: "no option overrides this; it is said by " + places.joined(separator: " and by "),
      exitStatus: .refused)
  }
}
