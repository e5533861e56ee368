/// What a migration's statement would do to an application that runs meanwhile, found by a rule.
public struct Hazard: Sendable, Hashable {
  /// What comes of it, worst first.
  public enum Consequence: String, Sendable, CaseIterable, Comparable {
    /// Data is gone.
    case destroys
    /// Readers or writers wait while the server works through a table.
    case blocks
    /// Statements of the application that runs now fail, or mean something else.
    case breaks
    /// The migration itself fails.
    case fails
    /// Worth knowing, and no reason to stop: a lock for a moment, or what cannot be seen.
    case note

    public static func < (one: Consequence, other: Consequence) -> Bool {
      allCases.firstIndex(of: one) ?? 0 < allCases.firstIndex(of: other) ?? 0
    }
  }

  /// The rule's id: `set-not-null`.
  public let rule: String
  public let consequence: Consequence
  /// In a sentence without a full stop.
  public let message: String
  public let location: Problem.Location
  /// The source line that the place is in.
  public let excerpt: String
  /// The statement's beginning, without row values.
  public let statement: String
  /// What to write instead, where the rule can say it of this very statement.
  public let safeForm: String?
  /// By the directive that allows it: the author's reason.
  public internal(set) var reason: String?

  /// Whether it is a reason to stop: neither allowed nor a mere note.
  public var isOpen: Bool { reason == nil && consequence != .note }
}
