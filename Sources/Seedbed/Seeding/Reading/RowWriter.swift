internal import JSON

/// Puts a record's values together into one row for the server.
///
/// Values come in the order of the record and go out in the order of the stage's columns.
struct RowWriter {
  /// How rows are written.
  enum Format {
    /// COPY's text format (manual, COPY).
    case copy
    /// An element of the JSON array that `json_to_recordset` reads.
    case json
  }

  let format: Format
  /// The rows written and not yet taken.
  private(set) var bytes: [UInt8] = []
  private var values: [UInt8] = []
  private var ranges: [Range<Int>?] = []
  private var scratch: [UInt8] = []

  init(_ format: Format) { self.format = format }

  mutating func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Begins a row of so many columns, all NULL.
  mutating func begin(columns: Int) {
    values.removeAll(keepingCapacity: true)
    ranges.removeAll(keepingCapacity: true)
    for _ in 0..<columns { ranges.append(nil) }
  }

  /// Sets a column to a JSON value that is not null.
  mutating func set(
    _ slot: Int, _ form: ValueForm, _ tape: borrowing Tape, _ token: Int
  ) throws(ValueProblem) {
    let start = values.count
    if form.takesText, tape.isPlainText(token) {
      try form.check(tape, token)
      // Nothing in such a text needs an escape: control characters are not allowed in JSON, and a
      // backslash or a quote would have been one.
      if format == .json { values.append(UInt8(ascii: "\"")) }
      values.append(contentsOf: tape.source(of: token))
      if format == .json { values.append(UInt8(ascii: "\"")) }
    } else {
      scratch.removeAll(keepingCapacity: true)
      try form.append(tape, token, to: &scratch)
      appendEscaped(scratch)
    }
    ranges[slot] = start..<values.count
  }

  /// Sets a column to an input text.
  mutating func set(_ slot: Int, text: [UInt8]) {
    let start = values.count
    appendEscaped(text)
    ranges[slot] = start..<values.count
  }

  private mutating func appendEscaped(_ text: [UInt8]) {
    switch format {
    case .copy: CopyText.append(text, to: &values)
    case .json: JSONText.append(text, to: &values)
    }
  }

  mutating func end(number: Int, fieldSet: Int) {
    switch format {
    case .copy: endCopyRow(number, fieldSet)
    case .json: endJSONRow(number, fieldSet)
    }
  }

  private mutating func endCopyRow(_ number: Int, _ fieldSet: Int) {
    append(number)
    bytes.append(UInt8(ascii: "\t"))
    append(fieldSet)
    values.withUnsafeBufferPointer { values in
      for range in ranges {
        bytes.append(UInt8(ascii: "\t"))
        if let range {
          bytes.append(contentsOf: values[range])
        } else {
          bytes.append(UInt8(ascii: "\\"))
          bytes.append(UInt8(ascii: "N"))
        }
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private mutating func endJSONRow(_ number: Int, _ fieldSet: Int) {
    bytes.append(contentsOf: (bytes.isEmpty ? "[{\"_n\":" : ",\n{\"_n\":").utf8)
    append(number)
    bytes.append(contentsOf: ",\"_g\":".utf8)
    append(fieldSet)
    for (slot, range) in ranges.enumerated() {
      guard let range else { continue }
      bytes.append(contentsOf: ",\"c\(slot)\":".utf8)
      bytes.append(contentsOf: values[range])
    }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func append(_ number: Int) {
    bytes.append(contentsOf: String(number).utf8)
  }
}

/// The escapes of COPY's text format.
enum CopyText {
  static func append(_ text: [UInt8], to out: inout [UInt8]) {
    guard text.contains(where: needsEscape) else { return out.append(contentsOf: text) }
    for byte in text {
      switch byte {
      case UInt8(ascii: "\\"): out.append(contentsOf: [byte, byte])
      case UInt8(ascii: "\n"): out.append(contentsOf: "\\n".utf8)
      case UInt8(ascii: "\r"): out.append(contentsOf: "\\r".utf8)
      case UInt8(ascii: "\t"): out.append(contentsOf: "\\t".utf8)
      default: out.append(byte)
      }
    }
  }

  private static func needsEscape(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\\") || byte < UInt8(ascii: " ")
  }
}

/// A JSON string.
enum JSONText {
  private static let hex = Array("0123456789abcdef".utf8)

  static func append(_ text: [UInt8], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        out.append(UInt8(ascii: "\\"))
        out.append(byte)
      case 0..<0x20:
        out.append(contentsOf: "\\u00".utf8)
        out.append(hex[Int(byte >> 4)])
        out.append(hex[Int(byte & 15)])
      default: out.append(byte)
      }
    }
    out.append(UInt8(ascii: "\""))
  }
}
