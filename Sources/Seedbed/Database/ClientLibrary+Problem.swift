internal import Postgres

extension ClientLibrary {
  /// Throws a `Problem` where libpq cannot be used.
  static func check() throws(Problem) {
    guard let problem else { return }
    throw Problem(
      "database.no_libpq", "libpq cannot be loaded: \(problem)",
      hint: "install PostgreSQL's client library, 14 or later: "
        + "`apt-get install libpq5` on Debian and Ubuntu")
  }
}
