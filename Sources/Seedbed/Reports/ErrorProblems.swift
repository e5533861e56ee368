public import JSON
public import Postgres

extension Problem {
  /// What a server said, without row values.
  public init(_ error: PostgresError, at location: Location? = nil) {
    let error = error.redacted
    self.init(
      "postgres.\(error.sqlState)", error.message, hint: error.hint ?? Self.wayOut(of: error),
      at: location)
    notes = [error.detail, error.context].compactMap { $0 }
      .flatMap { $0.split(separator: "\n").map(String.init) }
  }

  /// What to do where the server itself has no advice.
  static func wayOut(of error: PostgresError) -> String? {
    error.sqlState == "42501"
      ? "connect as a role that may do it, or let the owner GRANT it to this one" : nil
  }

  /// What the operating system refused to do with a file.
  public init(_ error: FileError) {
    self.init("system.\(error.operation.rawValue)", error.description)
  }

  /// What is wrong with a JSON text.
  public init(_ error: JSONSyntaxError, file: String) {
    let place = Location(file: file, line: error.position.line, column: error.position.column)
    self.init("json.syntax", error.message, at: place)
  }

  /// Any error as what a user sees; one that nobody foresaw says so.
  public static func describing(_ error: any Error) -> Problem {
    switch error {
    case let problem as Problem: problem
    case let error as PostgresError: Problem(error)
    case let error as FileError: Problem(error)
    case let error as JSONSyntaxError:
      Problem("json.syntax", "\(error.position): \(error.message)")
    default:
      Problem(
        "internal.unexpected", "something failed that Seedbed did not foresee: \(type(of: error))",
        hint: "please report this with the command and its output")
    }
  }
}
