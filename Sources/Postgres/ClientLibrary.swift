internal import CPostgres
public import Dispatch
internal import Synchronization

/// libpq, through which servers are spoken to.
///
/// On Linux the running program loads it itself, see `CPostgres`.
public enum ClientLibrary {
  /// Begins to load it beside what the caller does next: it takes some milliseconds.
  public static func loadAhead() {
    isLoadedAhead.store(true, ordering: .relaxed)
    loading.async { _ = problem }
  }

  /// Where to open a session beside other work: in the thread that loads the library, if there is
  /// one. The C library makes no other until that is done.
  public static var queue: DispatchQueue {
    isLoadedAhead.load(ordering: .relaxed) ? loading : .global()
  }

  /// What keeps it from being used on this machine: it is missing, or older than PostgreSQL 14's.
  public static let problem: String? = CPostgres_load().map { String(cString: $0) }

  /// Sees to it that it is there, before anything else of it is used.
  static func load() throws(PostgresError) {
    if let problem { throw PostgresError(sqlState: "08001", message: problem) }
  }

  private static let loading = DispatchQueue(label: "libpq")
  private static let isLoadedAhead = Atomic(false)
}
