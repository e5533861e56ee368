internal import CPostgres

/// Where a database is and how to log in, as libpq understands it: a URL, a `key=value` text, or
/// nothing at all but libpq's own environment.
///
/// It holds a password and therefore describes itself without one.
public struct ConnectionTarget: Sendable, Equatable {
  /// libpq's keywords and values (manual 34.1.2).
  public private(set) var parameters: [String: String]

  public init(parameters: [String: String]) { self.parameters = parameters }

  /// Reads a URL or a `key=value` text; throws what libpq found wrong with it, without the text.
  public init(parsing text: String) throws(PostgresError) {
    try ClientLibrary.load()
    var problem: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(text, &problem) else {
      PQfreemem(problem)
      throw PostgresError(
        sqlState: "08001", message: "the database URL is not one that libpq understands")
    }
    defer { PQconninfoFree(options) }
    parameters = Self.values(of: options)
  }

  /// What libpq itself would use: `PGHOST`, `PGSERVICE`, its files and its defaults.
  public static var fromEnvironment: ConnectionTarget {
    defaults { ConnectionTarget(parameters: values(of: $0)) } ?? ConnectionTarget(parameters: [:])
  }

  private static func values(
    of options: UnsafeMutablePointer<PQconninfoOption>
  ) -> [String: String] {
    var parameters: [String: String] = [:]
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        parameters[String(cString: keyword)] = String(cString: value)
      }
      option += 1
    }
    return parameters
  }

  public subscript(keyword: String) -> String? {
    get { parameters[keyword] }
    set { parameters[keyword] = newValue }
  }

  public var database: String? { parameters["dbname"] ?? parameters["user"] }
  public var host: String? { parameters["host"] ?? parameters["hostaddr"] }
  public var port: String? { parameters["port"] }

  /// The same server, another database.
  public func with(database: String) -> ConnectionTarget {
    var copy = self
    copy["dbname"] = database
    return copy
  }
}

extension ConnectionTarget: CustomStringConvertible, CustomDebugStringConvertible {
  /// `database at host:port`, never with a password.
  public var description: String {
    let place = [host, port].compactMap { $0 }.joined(separator: ":")
    return place.isEmpty ? (database ?? "the default database") : "\(database ?? "") at \(place)"
  }

  public var debugDescription: String { description }
}

extension ConnectionTarget {
  /// The keywords that the installed libpq knows.
  public static let keywords: Set<String> =
    defaults { options in
      var keywords: Set<String> = []
      var option = options
      while let keyword = option.pointee.keyword {
        keywords.insert(String(cString: keyword))
        option += 1
      }
      return keywords
    } ?? []

  /// Lends all keywords with what libpq would take for them; without libpq there are none, and to
  /// connect says why.
  private static func defaults<Value>(
    _ body: (UnsafeMutablePointer<PQconninfoOption>) -> Value
  ) -> Value? {
    guard (try? ClientLibrary.load()) != nil, let options = PQconndefaults() else { return nil }
    defer { PQconninfoFree(options) }
    return body(options)
  }
}
