/// A statement and the values bound to it: text and values never meet.
///
/// Interpolation binds: `"SELECT 1 WHERE id = \(id)"` sends `$1` and the value beside it. A name
/// goes in by `\(identifier:)`, quoted; what must go in as it stands says so by `\(unsafe:)`.
public struct SQL: Sendable, ExpressibleByStringInterpolation {
  public private(set) var text: String
  /// The values in the text form of their types; nil is NULL.
  public private(set) var binds: [String?]

  public init(unsafe text: String, binds: [String?] = []) {
    self.text = text
    self.binds = binds
  }

  public init(stringLiteral value: String) { self.init(unsafe: value) }

  public init(stringInterpolation: StringInterpolation) {
    self.init(unsafe: stringInterpolation.text, binds: stringInterpolation.binds)
  }

  public struct StringInterpolation: StringInterpolationProtocol {
    var text = ""
    var binds: [String?] = []

    public init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 4)
    }

    public mutating func appendLiteral(_ literal: String) { text += literal }

    public mutating func appendInterpolation(_ value: String?) {
      binds.append(value)
      text += "$\(binds.count)"
    }

    public mutating func appendInterpolation(_ value: Int) {
      appendInterpolation(String(value))
    }

    public mutating func appendInterpolation(_ value: Bool) {
      appendInterpolation(value ? "t" : "f")
    }

    /// Binds a one-dimensional `text[]`.
    public mutating func appendInterpolation(_ values: [String]) {
      appendInterpolation(ArrayLiteral.text(of: values))
    }

    public mutating func appendInterpolation(identifier name: String) {
      text += quoted(identifier: name)
    }

    public mutating func appendInterpolation(_ name: QualifiedName) { text += name.sql }

    /// Puts text in as it stands; it must never hold what a user or a file can choose.
    public mutating func appendInterpolation(unsafe sql: String) { text += sql }
  }
}
