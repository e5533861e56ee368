/// What becomes of a column's values in a dump.
public struct MaskRule: Sendable, Equatable {
  public enum Method: String, Sendable, CaseIterable {
    /// An invented value, the same for the same value in every dump.
    case fake
    /// A digest of the value, the same for the same value in every dump.
    case hash
    case null
    /// The value itself.
    case keep
  }

  /// As the rule writes it, `users` or `billing.cards`.
  public let table: String
  public let column: String
  public let method: Method
  /// Where the rule stands.
  let location: Problem.Location?

  /// - Parameter path: `users.email`, `billing.cards.number`.
  /// - Returns: nil where the path names no column.
  public init?(_ path: String, _ method: Method) { self.init(path, method, at: nil) }

  init?(_ path: String, _ method: Method, at location: Problem.Location?) {
    guard let dot = path.lastIndex(of: "."), dot != path.startIndex,
      path.index(after: dot) != path.endIndex
    else { return nil }
    table = String(path[..<dot])
    column = String(path[path.index(after: dot)...])
    self.method = method
    self.location = location
  }
}
