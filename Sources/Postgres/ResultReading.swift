internal import CPostgres

extension Rows {
  /// Copies a result's rows out, so that nothing outlives the C result.
  init(reading result: OpaquePointer) {
    let width = Int(PQnfields(result))
    let height = Int(PQntuples(result))
    var values: [String?] = []
    values.reserveCapacity(width * height)
    for row in 0..<height {
      for column in 0..<width {
        let (row, column) = (Int32(row), Int32(column))
        if PQgetisnull(result, row, column) == 1 {
          values.append(nil)
        } else {
          let bytes = UnsafeBufferPointer(
            start: PQgetvalue(result, row, column), count: Int(PQgetlength(result, row, column)))
          values.append(String(decoding: UnsafeRawBufferPointer(bytes), as: UTF8.self))
        }
      }
    }
    let tag = PQcmdStatus(result).map { String(cString: $0) } ?? ""
    let affected = PQcmdTuples(result).flatMap { Int(String(cString: $0)) } ?? height
    self.init(
      columns: (0..<width).map { PQfname(result, Int32($0)).map { String(cString: $0) } ?? "" },
      values: values, count: height, tag: tag, affected: affected)
  }
}

extension PostgresError {
  /// Copies an error's or notice's fields out of a result.
  init(reading result: OpaquePointer, connection: OpaquePointer?) {
    func field(_ code: Int32) -> String? {
      PQresultErrorField(result, code).map { String(cString: $0) }
    }
    func code(_ letter: Unicode.Scalar) -> Int32 { Int32(letter.value) }
    guard let state = field(code("C")) else {
      // No SQLSTATE means that libpq itself speaks: the connection is gone.
      self =
        connection.map(Connection.connectionFailure)
        ?? PostgresError(sqlState: "08006", message: "the connection to the server was lost")
      return
    }
    self.init(
      sqlState: state, message: field(code("M")) ?? "",
      severity: field(code("V")) ?? field(code("S")) ?? "ERROR")
    detail = field(code("D"))
    hint = field(code("H"))
    context = field(code("W"))
    position = field(code("P")).flatMap { Int($0) }
    internalPosition = field(code("p")).flatMap { Int($0) }
    internalQuery = field(code("q"))
    schema = field(code("s"))
    table = field(code("t"))
    column = field(code("c"))
    dataType = field(code("d"))
    constraint = field(code("n"))
  }
}
