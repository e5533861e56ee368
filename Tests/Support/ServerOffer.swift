import Postgres
public import Testing

/// What a server may have been built without; it is asked itself.
public enum ServerOffer: Sendable {
  /// Collations by ICU, which alone can take different texts for equal.
  case icu
  /// Values of `xml`.
  case xml
  case extensions([String])

  fileprivate func isThere() throws -> Bool {
    let connection = try Connection(TestServer.target)
    switch self {
    case .icu:
      let rows = try connection.execute(
        "SELECT FROM pg_catalog.pg_collation WHERE collname LIKE '%-x-icu' LIMIT 1")
      return !rows.isEmpty
    case .xml:
      do {
        try connection.execute("SELECT '<a/>'::pg_catalog.xml")
      } catch {
        guard error.sqlState == "0A000" else { throw error }
        return false
      }
      return true
    case .extensions(let names):
      let rows = try connection.execute(
        "SELECT FROM pg_catalog.pg_available_extensions WHERE name = ANY (\(names))")
      return rows.count == names.count
    }
  }

  fileprivate var reason: Comment {
    switch self {
    case .icu: "the server was built without ICU"
    case .xml: "the server was built without libxml"
    case .extensions(let names):
      Comment(rawValue: "the server was installed without " + names.joined(separator: ", "))
    }
  }
}

extension Trait where Self == ConditionTrait {
  /// Passes the test over, and says why, where the server lacks what it is about.
  public static func offered(_ offer: ServerOffer) -> Self {
    .enabled(offer.reason) { try offer.isThere() }
  }
}
