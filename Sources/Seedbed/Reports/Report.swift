public import JSON

/// What a command found or did, for people and for programs.
public protocol Report {
  var exitStatus: ExitStatus { get }
  /// The whole document that `--json` prints.
  var json: JSONValue { get }
  /// The lines for a terminal or a pipe, without a line break at the end; empty for no output.
  func text(_ style: Style) -> String
}

extension Report {
  public var exitStatus: ExitStatus { .success }
}

/// Of a command whose output is another program's.
public struct Silence: Report {
  public init() {}
  public var json: JSONValue { .null }
  public func text(_ style: Style) -> String { "" }
}
