/// What a PostgreSQL server, or the way to it, answered instead of a result.
///
/// The fields are those of the manual's "Error and Notice Message Fields". `message`, `detail` and
/// `context` may carry row values; show `redacted` wherever values must not appear.
public struct PostgresError: Error, Sendable, Equatable {
  /// The five characters of the SQLSTATE; `08006` where the connection itself failed.
  public var sqlState: String
  public var severity: String
  public var message: String
  public var detail: String?
  public var hint: String?
  public var context: String?
  /// Where in the statement, in characters from 1; nil where the server named no place.
  public var position: Int?
  public var internalPosition: Int?
  public var internalQuery: String?
  public var schema: String?
  public var table: String?
  public var column: String?
  public var dataType: String?
  public var constraint: String?
  /// The place of the failed statement in a pipeline, from 0.
  public var pipelineIndex: Int?

  public init(sqlState: String, message: String, severity: String = "ERROR") {
    self.sqlState = sqlState
    self.message = message
    self.severity = severity
  }
}

extension PostgresError {
  /// The connection could not be made, or was lost.
  public var isConnectionFailure: Bool {
    sqlState.hasPrefix("08") || ["57P01", "57P02", "57P03"].contains(sqlState)
  }

  /// The same transaction may succeed when it is run again: a serialization failure or a deadlock.
  public var isRetryable: Bool { sqlState == "40001" || sqlState == "40P01" }

  /// The database named in the connection does not exist.
  public var isMissingDatabase: Bool { sqlState == "3D000" }

  /// This error without row values.
  ///
  /// Data exceptions (class 22) and violations of constraints and check options (classes 23 and 44)
  /// quote the offending value in their message, detail or context; it is left out there or replaced
  /// by `…`, and what names the table, the column and the constraint stays.
  public var redacted: PostgresError {
    var copy = self
    switch sqlState.prefix(2) {
    case "23", "44":
      copy.detail = detail.map { Redaction.detailOfViolation($0, sqlState: sqlState) }
    // A value's bytes that are no text; what is quoted is the encoding.
    case "22" where sqlState == "22021" || sqlState == "22P05": break
    case _ where sqlState.hasPrefix("22") || isSyntaxErrorOfValue:
      copy.message = Redaction.quotedValues(in: message)
      copy.detail = detail.map(Redaction.detailOfData)
    default: return self
    }
    copy.context = context.flatMap(Redaction.context)
    return copy
  }

  /// The text of a `tsquery` or `jsonpath` is at fault: a statement's syntax error has a place.
  private var isSyntaxErrorOfValue: Bool {
    sqlState == "42601" && position == nil && internalPosition == nil
  }
}

extension PostgresError: CustomStringConvertible {
  public var description: String { "\(message) (SQLSTATE \(sqlState))" }
}
