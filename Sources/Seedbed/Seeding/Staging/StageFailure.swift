internal import Postgres

/// A server's refusal of a staged row, traced back to the record and its field.
struct StageFailure {
  /// The record's number; nil where the server named no row.
  let number: Int?
  let problem: Problem

  /// - Parameter copyStart: the number of the first record that the COPY held.
  init(
    _ error: PostgresError, copyStart: Int, reader: RecordReader, seed: TableSeed
  ) throws {
    let place = Self.place(in: error.context ?? "")
    number = place.map { reader.number(ofRow: $0.line - 1, from: copyStart) }
    guard !error.isTooLarge else {
      problem = Problem(
        "seed.record_too_large", "a record of \(seed.table.name): \(error.redacted.message)",
        hint: "a row's plain values have to fit into one page of the server",
        at: try number.flatMap { try RecordPlaces(seed).location(of: $0) } ?? seed.place,
        notes: ["SQLSTATE \(error.sqlState)"])
      return
    }
    let column = place?.column.flatMap { slot in
      seed.layout.fieldSets.lazy.compactMap { set in
        set.sources.first { $0.value == .staged(slot) }?.key
      }.first
    }
    let redacted = error.redacted
    let field = column.map { "\"\(seed.table.columns[$0].name)\": " } ?? ""
    problem = Problem(
      "seed.type_mismatch", field + redacted.message, hint: redacted.hint,
      at: try number.flatMap {
        try RecordPlaces(seed).location(of: $0, field: column.map { seed.table.columns[$0].name })
      },
      notes: ["SQLSTATE \(error.sqlState)"])
  }

  /// `COPY seedbed_stage_0, line 3, column c2: "…"` → line 3, slot 2.
  private static func place(in context: String) -> (line: Int, column: Int?)? {
    guard let first = context.split(separator: "\n").first(where: { $0.hasPrefix("COPY ") }),
      let line = number(after: ", line ", in: first)
    else { return nil }
    return (line, number(after: ", column c", in: first))
  }

  private static func number(after text: String, in context: Substring) -> Int? {
    var rest = context
    while !rest.isEmpty {
      if rest.hasPrefix(text) {
        return Int(rest.dropFirst(text.count).prefix { $0.isASCII && $0.isNumber })
      }
      rest = rest.dropFirst()
    }
    return nil
  }
}

extension PostgresError {
  /// A row fits no page: `program_limit_exceeded`.
  var isTooLarge: Bool { sqlState == "54000" }
}
