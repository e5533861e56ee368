import Postgres
import Testing

/// A server's words without the values of rows.
struct RedactionTests {
  private func redacted(
    _ state: String, _ message: String, detail: String? = nil, context: String? = nil
  ) -> PostgresError {
    var error = PostgresError(sqlState: state, message: message)
    error.detail = detail
    error.context = context
    return error.redacted
  }

  @Test(arguments: [
    (
      "22P02", "invalid input syntax for type integer: \"SECRET\"",
      "invalid input syntax for type integer"
    ),
    (
      "22P02", "syntaxe en entrée invalide pour le type integer : « SECRET »",
      "syntaxe en entrée invalide pour le type integer"
    ),
    (
      "22003", "value \"SECRET\" is out of range for type integer",
      "value \"…\" is out of range for type integer"
    ),
    ("22007", "invalid value \"SEC\"RET\" for \"YYYY\"", "invalid value \"…\""),
    ("22P02", "\"S\" is not a valid binary digit", "\"…\" is not a valid binary digit"),
    (
      "22023", "invalid value for parameter \"work_mem\": \"SECRET\"",
      "invalid value for parameter \"work_mem\""
    ),
    ("42601", "syntax error in tsquery: \"SECRET\"", "syntax error in tsquery"),
    (
      "22021", "invalid byte sequence for encoding \"UTF8\": 0xff",
      "invalid byte sequence for encoding \"UTF8\": 0xff"
    ),
    ("42P01", "relation \"users\" does not exist", "relation \"users\" does not exist"),
  ])
  func `a message quotes names only`(state: String, message: String, expected: String) {
    #expect(redacted(state, message).message == expected)
  }

  @Test func `a statement's syntax error keeps its word`() {
    var error = PostgresError(sqlState: "42601", message: "syntax error at or near \"FROM\"")
    error.position = 8
    #expect(error.redacted == error)
  }

  @Test(arguments: [
    ("23505", "Key (email)=(SECRET (x)) already exists.", "Key (email) already exists."),
    ("23502", "Failing row contains (1, SECRET).", "Failing row not shown."),
    ("44000", "Failing row contains (1, SECRET).", "Failing row not shown."),
    (
      "23514", "Partition key of the failing row contains (a) = (SECRET).",
      "Failing row not shown."
    ),
    ("22P02", "Token \"SECRET\" is invalid.", "Not shown: it quotes a value."),
    ("2200N", "line 1: Premature end\n<SECRET>\n  ^", "Not shown: it quotes a value."),
    (
      "22003", "A field with precision 3, scale 1 must round to an absolute value less than 10^2.",
      "A field with precision 3, scale 1 must round to an absolute value less than 10^2."
    ),
  ])
  func `a detail shows no row`(state: String, detail: String, expected: String) {
    #expect(redacted(state, "m", detail: detail).detail == expected)
  }

  @Test func `a context says where and not what`() {
    let context = """
      JSON data, line 1: {"a": SECRET...
      COPY people, line 3, column age: "SECRET"
      SQL statement "INSERT INTO people
        VALUES ('SECRET')"
      PL/pgSQL function add(text) line 3 at EXECUTE
      """
    #expect(
      redacted("22P02", "m", context: context).context == """
        JSON data, line 1
        COPY people, line 3, column age
        SQL statement
        PL/pgSQL function add(text) line 3 at EXECUTE
        """)
  }
}
