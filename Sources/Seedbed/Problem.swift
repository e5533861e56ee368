/// The one error that users see: what is wrong, where, and what to do next.
///
/// It is data; sentences are laid out in `TextReport` and `JSONReport`. Neither the message nor the
/// hint may hold a row's values or a secret.
public struct Problem: Error, Sendable, Equatable {
  /// A stable name for programs, as `seed.unknown_column`.
  public var code: String
  /// What went wrong, in a sentence without a full stop.
  public var message: String
  /// What to do next, or the nearest right name.
  public var hint: String?
  public var location: Location?
  /// The source line that the place is in.
  public var excerpt: String?
  /// Further facts in lines of their own: the server's detail, what was done already.
  public var notes: [String]
  public var exitStatus: ExitStatus
  /// Problems found along with this one; each stands for itself.
  public var more: [Problem]

  public init(
    _ code: String, _ message: String, hint: String? = nil, at location: Location? = nil,
    excerpt: String? = nil, notes: [String] = [], exitStatus: ExitStatus = .error
  ) {
    self.code = code
    self.message = message
    self.hint = hint
    self.location = location
    self.excerpt = excerpt
    self.notes = notes
    self.exitStatus = exitStatus
    self.more = []
  }

  /// A place in one of the project's files.
  public struct Location: Sendable, Hashable, Comparable, CustomStringConvertible {
    /// Relative to the project's root.
    public var file: String
    /// From 1; nil where the whole file is meant.
    public var line: Int?
    /// In characters from 1.
    public var column: Int?

    public init(file: String, line: Int? = nil, column: Int? = nil) {
      self.file = file
      self.line = line
      self.column = column
    }

    /// `file:line:column`, as editors and terminals follow it.
    public var description: String {
      ([file] + [line, column].compactMap { $0.map(String.init) }).joined(separator: ":")
    }

    public static func < (one: Location, other: Location) -> Bool {
      (one.file, one.line ?? 0, one.column ?? 0) < (other.file, other.line ?? 0, other.column ?? 0)
    }
  }
}

extension Problem {
  /// Several problems as one error, in the order of their places; nil where there are none.
  public static func together(_ problems: [Problem]) -> Problem? {
    let sorted = problems.enumerated().sorted { one, other in
      guard let place = one.element.location, let otherPlace = other.element.location,
        place != otherPlace
      else { return one.offset < other.offset }
      return place < otherPlace
    }.map(\.element)
    guard var first = sorted.first else { return nil }
    first.more += sorted.dropFirst().flatMap { [$0] + $0.more }
    for index in first.more.indices { first.more[index].more = [] }
    return first
  }

  /// This problem and those that came with it.
  public var all: [Problem] {
    var alone = self
    alone.more = []
    return [alone] + more
  }
}

/// What a command's end tells a script (`docs/commands.md`, "Exit codes").
public enum ExitStatus: Int32, Sendable {
  /// Done, or in sync.
  case success = 0
  case error = 1
  /// There is something to do: pending migrations, differing rows, drift.
  case pending = 2
  /// A partial or failed migration, an edited or missing file.
  case attention = 3
  /// Refused by a guard.
  case refused = 4
  /// A lock was not to be had in time.
  case lockTimeout = 5
  case usage = 64
}
