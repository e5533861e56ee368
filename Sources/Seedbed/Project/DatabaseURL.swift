internal import Postgres

/// A database's URL as applications write it, read into what libpq understands.
///
/// Drivers and ORMs add parameters of their own, which libpq refuses: those that mean something
/// here are understood, the others are left out, with a note for those nobody knows. No error and
/// no note holds any part of the URL but the names of its parameters.
struct DatabaseURL {
  var target: ConnectionTarget
  /// `?schema=` of Prisma, `currentSchema` of JDBC, `search_path` of Go: where unqualified names go.
  var schema: String?
  /// `?pgbouncer=true`: a transaction pooler is between, so nothing may rely on the session.
  var isPooled = false
  var notes: [String] = []

  init(parsing text: String, source: DatabaseSource) throws(Problem) {
    let parts: URLParts
    do throws(URLParts.Fault) {
      parts = try URLParts(text)
    } catch {
      throw Self.unusable(source, error.message, hint: error.hint)
    }
    try ClientLibrary.check()
    let given = ForeignParameters(parts.parameters)
    do throws(PostgresError) {
      target = try ConnectionTarget(parsing: parts.text(with: given.understoodByLibpq))
    } catch {
      throw Self.unusable(
        source, "libpq cannot read it",
        hint: "in the user's name and the password, write @ : / ? # % as %40 %3A %2F %3F %23 %25")
    }
    for (keyword, value) in given.libpq where target[keyword] == nil { target[keyword] = value }
    schema = given.schema
    isPooled = given.isPooled
    notes = given.unknown.map { "\(source): the URL's parameter \"\($0)\" is not known; left out" }
  }

  private static func unusable(
    _ source: DatabaseSource, _ message: String, hint: String?
  ) -> Problem {
    Problem(
      "database.bad_url", "the database URL of \(source) cannot be used: \(message)", hint: hint,
      at: source.location)
  }
}

/// A URL in the parts that matter before libpq sees it.
struct URLParts {
  struct Fault: Error {
    var message: String
    var hint: String?
  }

  /// Scheme, login, host and database; or a whole `key=value` text.
  private let base: String
  private let isURL: Bool
  /// Names and values of the query, still escaped.
  let parameters: [(name: String, value: String)]

  init(_ text: String) throws(Fault) {
    guard let colon = text.range(ofText: "://") else {
      guard text.contains("=") else {
        throw Fault(
          message: "it is neither a URL nor key=value pairs",
          hint: "write it as postgresql://user:password@host:5432/database")
      }
      (base, isURL, parameters) = (text, false, [])
      return
    }
    try Self.check(scheme: text[..<colon.lowerBound].lowercased())
    let rest = text[colon.upperBound...]
    let query = rest.firstIndex(of: "?")
    let place = rest[..<(query ?? rest.endIndex)]
    let slash = place.firstIndex(of: "/") ?? place.endIndex
    try Self.check(authority: place[..<slash], following: rest[slash...])
    base = "postgresql://" + place
    isURL = true
    parameters = query.map { Self.parameters(rest[rest.index(after: $0)...]) } ?? []
  }

  /// The text for libpq, with these parameters only.
  func text(with kept: [(name: String, value: String)]) -> String {
    guard isURL, !kept.isEmpty else { return base }
    return base + "?" + kept.map { "\($0.name)=\($0.value)" }.joined(separator: "&")
  }

  private static func check(scheme: String) throws(Fault) {
    // SQLAlchemy names its driver behind a plus, JDBC puts itself before.
    var name = scheme.prefix { $0 != "+" }
    if name.hasPrefix("jdbc:") { name = name.dropFirst(5) }
    if ["postgres", "postgresql", "postgis"].contains(name) { return }
    throw Fault(
      message: "it does not begin with postgresql://",
      hint: scheme.hasPrefix("prisma")
        ? "Prisma's own addresses speak no PostgreSQL: name the database's direct URL"
        : "Seedbed speaks to PostgreSQL: postgresql://user:password@host:5432/database")
  }

  /// A password with a character that ends its part of a URL moves all that follows to the wrong
  /// place, from where an error of libpq would show it; so that is found here.
  private static func check(
    authority: Substring, following: Substring
  ) throws(Fault) {
    let escape = "in the user's name and the password, write @ : / ? # % as %40 %3A %2F %3F %23 %25"
    let signs = authority.filter { $0 == "@" }.count
    if signs > 1 || (signs == 0 && following.prefix { $0 != "=" }.contains("@")) {
      throw Fault(message: "an @, / or ? in its login is not escaped", hint: escape)
    }
    let hosts = authority.lastIndex(of: "@").map { authority[authority.index(after: $0)...] }
    for host in (hosts ?? authority).split(separator: ",") where !host.hasSuffix("]") {
      guard let colon = host.lastIndex(of: ":") else { continue }
      let port = host[host.index(after: colon)...]
      if !port.isEmpty, UInt16(port) == nil {
        throw Fault(message: "its port is not a number", hint: escape)
      }
    }
  }

  private static func parameters(_ query: Substring) -> [(name: String, value: String)] {
    query.prefix { $0 != "#" }.split(separator: "&").map { item in
      let halves = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(halves[0]), halves.count > 1 ? String(halves[1]) : "")
    }
  }
}

extension String {
  func range(ofText text: String) -> Range<String.Index>? {
    var start = startIndex
    while start < endIndex {
      if self[start...].hasPrefix(text) { return start..<index(start, offsetBy: text.count) }
      formIndex(after: &start)
    }
    return nil
  }
}
