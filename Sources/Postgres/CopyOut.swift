internal import CPostgres

/// A running `COPY … TO STDOUT` in COPY's text format (manual, COPY, "Text Format"): one row at a
/// time, however many there are.
///
/// One that is dropped before its end is read to it, so that the session can go on.
public struct CopyOut: ~Copyable {
  private let connection: Connection
  private var isOpen = true

  init(_ connection: Connection) { self.connection = connection }

  /// Reads the next row; false at the end.
  public mutating func next(into row: inout CopyRow) throws(PostgresError) -> Bool {
    guard isOpen else { return false }
    var line: UnsafeMutablePointer<CChar>?
    let count = PQgetCopyData(connection.handle, &line, 0)
    if count > 0, let line {
      row.read(UnsafeRawBufferPointer(start: line, count: Int(count)))
      PQfreemem(line)
      return true
    }
    isOpen = false
    if count == -2 { throw Connection.connectionFailure(connection.handle) }
    _ = try connection.lastResult()
    return false
  }

  /// Appends the next row as it stands in the format, to be written by a `COPY … FROM STDIN`; false
  /// at the end.
  public mutating func next(appendingTo bytes: inout [UInt8]) throws(PostgresError) -> Bool {
    guard isOpen else { return false }
    var line: UnsafeMutablePointer<CChar>?
    let count = PQgetCopyData(connection.handle, &line, 0)
    if count > 0, let line {
      bytes.append(contentsOf: UnsafeRawBufferPointer(start: line, count: Int(count)))
      PQfreemem(line)
      return true
    }
    isOpen = false
    if count == -2 { throw Connection.connectionFailure(connection.handle) }
    _ = try connection.lastResult()
    return false
  }

  deinit {
    guard isOpen else { return }
    var line: UnsafeMutablePointer<CChar>?
    while PQgetCopyData(connection.handle, &line, 0) > 0 { PQfreemem(line) }
    _ = try? connection.lastResult()
  }
}

extension Connection {
  /// Starts a `COPY … TO STDOUT`, which takes no bound values.
  public func copyOut(_ sql: SQL) throws(PostgresError) -> CopyOut {
    try beginCopy(sql, PGRES_COPY_OUT, "COPY TO STDOUT")
    return CopyOut(self)
  }
}

/// One row of a `COPY … TO STDOUT`, its fields in the output text of their types; reused from row to
/// row, so that reading allocates nothing.
public struct CopyRow: Sendable {
  private var bytes: [UInt8] = []
  /// Where each field stands in `bytes`; nil is NULL.
  private var fields: [Range<Int>?] = []

  public init() {}

  /// A field's text; nil is NULL, and what the row does not have.
  public subscript(field: Int) -> ArraySlice<UInt8>? {
    guard field < fields.count, let range = fields[field] else { return nil }
    return bytes[range]
  }

  /// Takes a line apart: tabs between fields, `\N` for NULL, backslashes before what would be taken
  /// for either.
  mutating func read(_ line: UnsafeRawBufferPointer) {
    bytes.removeAll(keepingCapacity: true)
    fields.removeAll(keepingCapacity: true)
    var start = 0
    var isNull = false
    var index = 0
    while index < line.count {
      let byte = line[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\t"), UInt8(ascii: "\n"):
        fields.append(isNull ? nil : start..<bytes.count)
        start = bytes.count
        isNull = false
      case UInt8(ascii: "\\") where index < line.count:
        let escaped = line[index]
        index += 1
        if escaped == UInt8(ascii: "N") {
          isNull = true
        } else {
          bytes.append(Self.unescaped(escaped))
        }
      default: bytes.append(byte)
      }
    }
  }

  private static func unescaped(_ letter: UInt8) -> UInt8 {
    switch letter {
    case UInt8(ascii: "b"): 8
    case UInt8(ascii: "t"): 9
    case UInt8(ascii: "n"): 10
    case UInt8(ascii: "v"): 11
    case UInt8(ascii: "f"): 12
    case UInt8(ascii: "r"): 13
    default: letter
    }
  }
}
