internal import CPostgres

/// A session with a PostgreSQL server over libpq.
///
/// Calls block until the server has answered. A connection belongs to one task at a time; it closes
/// when its last reference goes.
public final class Connection {
  let handle: OpaquePointer
  private let notices: NoticeSink
  /// The schema in which whoever opened the session keeps tables of its own; it is carried along
  /// for the statements about them.
  public let ownSchema: String

  /// Opens a session; text is UTF-8 in both directions.
  ///
  /// - Throws: what the server or libpq said. The text never holds the password.
  public init(
    _ target: ConnectionTarget, applicationName: String = "seedbed",
    ownSchema: String = "seedbed"
  ) throws(PostgresError) {
    try ClientLibrary.load()
    var parameters = target.parameters.filter { !$0.value.isEmpty }
    parameters["fallback_application_name"] = applicationName
    parameters["client_encoding"] = "UTF8"
    if parameters["connect_timeout"] == nil { parameters["connect_timeout"] = "10" }
    let pairs = parameters.map { ($0.key, $0.value) }
    let opened = withCStrings(pairs.map { Optional($0.0) }) { keywords in
      withCStrings(pairs.map { Optional($0.1) }) { values in
        PQconnectdbParams(keywords, values, 0)
      }
    }
    guard let opened else { throw PostgresError(sqlState: "53200", message: "out of memory") }
    handle = opened
    self.ownSchema = ownSchema
    notices = NoticeSink()
    guard PQstatus(opened) == CONNECTION_OK else {
      // Every stored property is set, so `deinit` frees what libpq has made.
      throw Self.connectionFailure(opened)
    }
    PQsetNoticeReceiver(opened, receiveNotice, Unmanaged.passUnretained(notices).toOpaque())
  }

  deinit { PQfinish(handle) }

  /// Called for every NOTICE, WARNING or INFO of the server, while the statement runs.
  public var onNotice: ((PostgresError) -> Void)? {
    get { notices.receive }
    set { notices.receive = newValue }
  }

  /// As `150018` for 15.18.
  public var serverVersion: Int { Int(PQserverVersion(handle)) }

  /// The version as the server writes it, as `15.18`.
  public var serverVersionText: String {
    let text = PQparameterStatus(handle, "server_version").map { String(cString: $0) } ?? ""
    return text.split(separator: " ").first.map(String.init) ?? text
  }

  public var database: String { PQdb(handle).map { String(cString: $0) } ?? "" }
  public var host: String { PQhost(handle).map { String(cString: $0) } ?? "" }
  public var port: Int { PQport(handle).flatMap { Int(String(cString: $0)) } ?? 0 }
  public var user: String { PQuser(handle).map { String(cString: $0) } ?? "" }
  public var backendProcessID: Int { Int(PQbackendPID(handle)) }

  public enum TransactionStatus: Sendable { case idle, active, inTransaction, failed, unknown }

  public var transactionStatus: TransactionStatus {
    switch PQtransactionStatus(handle) {
    case PQTRANS_IDLE: .idle
    case PQTRANS_ACTIVE: .active
    case PQTRANS_INTRANS: .inTransaction
    case PQTRANS_INERROR: .failed
    default: .unknown
    }
  }

  /// Runs one statement with its bound values and returns its rows.
  @discardableResult
  public func execute(_ sql: SQL) throws(PostgresError) -> Rows {
    let result = withCStrings(sql.binds) { values in
      PQexecParams(handle, sql.text, Int32(sql.binds.count), nil, values, nil, nil, 0)
    }
    return try rows(taking: result)
  }

  /// Turns a result into rows and frees it; throws what the server said instead.
  func rows(taking result: OpaquePointer?) throws(PostgresError) -> Rows {
    guard let result else { throw Self.connectionFailure(handle) }
    defer { PQclear(result) }
    switch PQresultStatus(result) {
    case PGRES_TUPLES_OK, PGRES_COMMAND_OK, PGRES_EMPTY_QUERY: return Rows(reading: result)
    default: throw PostgresError(reading: result, connection: handle)
    }
  }

  static func connectionFailure(_ handle: OpaquePointer) -> PostgresError {
    let text = PQerrorMessage(handle).map { String(cString: $0) } ?? ""
    let message = text.split(separator: "\n").map(String.init).joined(separator: "; ")
    // libpq gives no SQLSTATE for a refused connection; the server's own sentence is all there is.
    let missing = message.hasSuffix("does not exist") && message.contains("database \"")
    return PostgresError(
      sqlState: missing ? "3D000" : "08006",
      message: message.isEmpty ? "the connection to the server was lost" : message)
  }
}

/// Holds the closure that a session's notices go to, at an address that libpq can keep.
final class NoticeSink {
  var receive: ((PostgresError) -> Void)?
}

private func receiveNotice(_ context: UnsafeMutableRawPointer?, _ result: OpaquePointer?) {
  guard let context, let result else { return }
  let sink = Unmanaged<NoticeSink>.fromOpaque(context).takeUnretainedValue()
  sink.receive?(PostgresError(reading: result, connection: nil))
}

/// Lends texts as the array of C strings that libpq takes, with a closing nil; a nil stays nil.
func withCStrings<Result>(
  _ texts: [String?],
  _ body: (UnsafePointer<UnsafePointer<CChar>?>) -> Result
) -> Result {
  var storage: [UInt8] = []
  var offsets: [Int?] = []
  for text in texts {
    guard let text else {
      offsets.append(nil)
      continue
    }
    offsets.append(storage.count)
    storage.append(contentsOf: text.utf8)
    storage.append(0)
  }
  return storage.withUnsafeBytes { bytes in
    let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
    var pointers = offsets.map { offset in offset.flatMap { start?.advanced(by: $0) } }
    pointers.append(nil)
    return pointers.withUnsafeBufferPointer { list in
      // The closing nil makes the list non-empty, so its address is there.
      body(list.baseAddress.unsafelyUnwrapped)
    }
  }
}
