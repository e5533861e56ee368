internal import CPostgres
internal import Dispatch
internal import Synchronization

/// libpq, through which servers are spoken to.
///
/// On Linux the running program loads it itself, see `CPostgres`.
public enum ClientLibrary {
  /// Begins to load it beside what the caller does next: it takes some milliseconds.
  ///
  /// Called once, before anything else of it is used.
  public static func loadAhead() {
    let thread = WorkThread.beginning { _ = problem }
    loading.withLock { $0 = thread }
  }

  /// Opens a session, or the like, beside what the caller does next: in the thread that loads the
  /// library, if there is one. The C library makes no other until that is done.
  public static func async(_ work: @escaping @Sendable () -> Void) {
    if let thread = loading.withLock(\.self) {
      thread.async(work)
    } else {
      DispatchQueue.global().async(execute: work)
    }
  }

  /// What keeps it from being used on this machine: it is missing, or older than PostgreSQL 14's.
  public static let problem: String? = CPostgres_load().map { String(cString: $0) }

  /// Sees to it that it is there, before anything else of it is used.
  static func load() throws(PostgresError) {
    if let problem { throw PostgresError(sqlState: "08001", message: problem) }
  }

  private static let loading = Mutex<WorkThread?>(nil)
}
