internal import CPostgres
public import Dispatch
internal import Synchronization

/// libpq, through which servers are spoken to.
///
/// On Linux the running program loads it itself, see `CPostgres`.
public enum ClientLibrary {
  /// Begins to load it beside what the caller does next: it takes some milliseconds.
  public static func loadAhead() {
    isLoading.store(true, ordering: .sequentiallyConsistent)
    loading.async {
      _ = problem
      isLoading.store(false, ordering: .sequentiallyConsistent)
    }
  }

  /// Where to open a session beside other work: behind the library's loading, as long as that lasts.
  /// The C library makes no other thread before.
  public static var queue: DispatchQueue {
    isLoading.load(ordering: .sequentiallyConsistent) ? loading : .global()
  }

  /// What keeps it from being used on this machine: it is missing, or older than PostgreSQL 14's.
  public static let problem: String? = CPostgres_load().map { String(cString: $0) }

  /// Sees to it that it is there, before anything else of it is used.
  static func load() throws(PostgresError) {
    if let problem { throw PostgresError(sqlState: "08001", message: problem) }
  }

  private static let loading = DispatchQueue(label: "libpq")
  private static let isLoading = Atomic(false)
}
