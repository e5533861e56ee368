internal import Postgres

/// The parameters of a URL, sorted into libpq's own, those of other tools that mean something here,
/// and the rest.
struct ForeignParameters {
  /// As they stand in the URL.
  private(set) var understoodByLibpq: [(name: String, value: String)] = []
  /// What others' parameters say in libpq's words; the URL's own words come before.
  private(set) var libpq: [String: String] = [:]
  private(set) var schema: String?
  private(set) var isPooled = false
  private(set) var unknown: [String] = []

  init(_ parameters: [(name: String, value: String)]) {
    let names = Set(parameters.map(\.name))
    // Only in Prisma's URLs is `sslcert` the authority's certificate and not the client's.
    let isPrisma = names.contains("sslaccept") || names.contains("sslidentity")
    for (name, value) in parameters {
      let plain = Self.unescaped(value)
      switch name {
      case "schema", "currentSchema", "search_path":
        schema = plain.split(separator: ",").first.map(String.init)
      case "pgbouncer": isPooled = plain == "true"
      case "sslaccept": libpq["sslmode"] = plain == "strict" ? "verify-full" : "require"
      case "sslcert" where isPrisma: libpq["sslrootcert"] = plain
      case "sslpassword" where isPrisma: break
      case "ssl" where plain == "true": libpq["sslmode"] = "require"
      // node-postgres says this for "encrypted, and nobody checks by whom".
      case "sslmode" where plain == "no-verify": libpq["sslmode"] = "require"
      case _ where ConnectionTarget.keywords.contains(name):
        understoodByLibpq.append((name, value))
      case _ where Self.meaningless.contains(name) || name.hasPrefix("x-"): break
      default: unknown.append(name)
      }
    }
    if libpq["sslmode"] == "verify-full", names.contains("sslmode") {
      // `sslaccept=strict` is stricter than the `sslmode=require` that stands beside it.
      understoodByLibpq.removeAll { $0.name == "sslmode" && $0.value != "disable" }
    }
  }

  /// Settings of drivers' pools, caches and codecs: nothing to a program with one session.
  private static let meaningless: Set<String> = [
    "binary_parameters", "charset", "connection_limit", "default_query_exec_mode", "encoding",
    "idle_in_transaction_session_timeout", "max_idle_connection_lifetime", "pool", "pool_max_conns",
    "pool_min_conns", "pool_max_conn_idle_time", "pool_max_conn_lifetime", "pool_size",
    "pool_timeout", "prepareThreshold", "prepared_statements", "serverVersion",
    "single_use_connections", "socket_timeout", "ssl", "sslidentity", "statement_cache_capacity",
    "statement_cache_mode", "statement_cache_size", "statement_timeout", "stringtype", "timezone",
    "uselibpqcompat",
  ]

  private static func unescaped(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      let digits = rest.prefix(2)
      if byte == UInt8(ascii: "%"), digits.count == 2,
        let code = UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
      {
        bytes.append(code)
        rest = rest.dropFirst(2)
      } else {
        bytes.append(byte)
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
