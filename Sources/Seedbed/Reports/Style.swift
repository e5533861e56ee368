/// Colours for a terminal, or none.
public struct Style: Sendable {
  public let isColored: Bool

  public init(isColored: Bool) { self.isColored = isColored }

  public static let plain = Style(isColored: false)

  public func bold(_ text: String) -> String { code("1", text) }
  public func dim(_ text: String) -> String { code("2", text) }
  public func red(_ text: String) -> String { code("31", text) }
  public func green(_ text: String) -> String { code("32", text) }
  public func yellow(_ text: String) -> String { code("33", text) }
  public func cyan(_ text: String) -> String { code("36", text) }

  private func code(_ code: String, _ text: String) -> String {
    isColored && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
  }
}
