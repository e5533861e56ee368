internal import Fakes
internal import JSON

/// Puts a record's values together into one row for the server.
///
/// Values come in the order of the record and go out in the order of the stage's columns, which is
/// nearly always the same: then they are written where they stay.
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
  /// Where the row begins that is being written, and its first value.
  private var start = 0
  private var firstValue = 0
  private var columns = 0
  /// The column that comes next.
  private var column = 0
  private var isInOrder = true
  private var last = 0
  /// Where each value stands, counted from the first, if they are not in order.
  private var ranges: [Range<Int>?] = []
  private var values: [UInt8] = []
  private var scratch: [UInt8] = []

  init(_ format: Format) { self.format = format }

  /// The value that was set last, as it is written.
  var lastValue: ArraySlice<UInt8> { bytes[last...] }

  mutating func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// Begins the row of a record, its columns all NULL.
  ///
  /// - Parameter isInOrder: values will be set in the order of the columns.
  mutating func begin(number: Int, fieldSet: Int, columns: Int, isInOrder: Bool) {
    start = bytes.count
    self.columns = columns
    column = 0
    // The members of an object have no order.
    self.isInOrder = isInOrder || format == .json
    switch format {
    case .copy:
      bytes.append(decimal: number)
      bytes.append(UInt8(ascii: "\t"))
      bytes.append(decimal: fieldSet)
    case .json:
      bytes.append(contentsOf: (bytes.isEmpty ? "[{\"_n\":" : ",\n{\"_n\":").utf8)
      bytes.append(decimal: number)
      bytes.append(contentsOf: ",\"_g\":".utf8)
      bytes.append(decimal: fieldSet)
    }
    guard !self.isInOrder else { return }
    firstValue = bytes.count
    ranges.removeAll(keepingCapacity: true)
    ranges.append(contentsOf: repeatElement(nil, count: columns))
  }

  /// Sets a column to a JSON value that is not null.
  mutating func set(
    _ step: ValueStep, _ tape: borrowing Tape, _ token: Int
  ) throws(ValueProblem) {
    let form = step.form
    if form.takesText, tape.isPlainText(token) {
      if !step.glance.accepts(tape, token) { try form.check(tape, token) }
      let place = begin(step.slot)
      // Nothing in such a text needs an escape: control characters are not allowed in JSON, and a
      // backslash or a quote would have been one.
      if format == .json { bytes.append(UInt8(ascii: "\"")) }
      tape.append(textAt: token, to: &bytes)
      if format == .json { bytes.append(UInt8(ascii: "\"")) }
      end(step.slot, place)
    } else {
      scratch.removeAll(keepingCapacity: true)
      try form.append(tape, token, to: &scratch)
      set(step.slot, text: scratch)
    }
  }

  /// Sets a column to a value that is made up.
  ///
  /// - Returns: false where that is NULL.
  mutating func set(
    _ step: FakeStep, of record: RecordIdentity
  ) throws(ValueProblem) -> Bool {
    scratch.removeAll(keepingCapacity: true)
    guard try step.append(record, to: &scratch) else { return false }
    set(step.slot, text: scratch)
    return true
  }

  /// Sets a column to an input text.
  mutating func set(_ slot: Int, text: [UInt8]) {
    let place = begin(slot)
    switch format {
    case .copy: CopyText.append(text, to: &bytes)
    case .json: JSONText.append(text, to: &bytes)
    }
    end(slot, place)
  }

  /// - Returns: where the value begins.
  private mutating func begin(_ slot: Int) -> Int {
    if format == .json {
      bytes.append(contentsOf: ",\"c".utf8)
      bytes.append(decimal: slot)
      bytes.append(contentsOf: "\":".utf8)
    } else if isInOrder {
      fill(upTo: slot)
      bytes.append(UInt8(ascii: "\t"))
    }
    return bytes.count
  }

  private mutating func end(_ slot: Int, _ place: Int) {
    last = place
    if isInOrder {
      column = slot + 1
    } else {
      ranges[slot] = (place - firstValue)..<(bytes.count - firstValue)
    }
  }

  /// The columns before this one that were not set are NULL.
  private mutating func fill(upTo slot: Int) {
    while column < slot {
      bytes.append(contentsOf: CopyText.null)
      column += 1
    }
  }

  /// Takes back the row that was begun.
  mutating func abandon() { bytes.removeLast(bytes.count - start) }

  mutating func end() {
    switch format {
    case .json: bytes.append(UInt8(ascii: "}"))
    case .copy:
      if isInOrder { fill(upTo: columns) } else { sort() }
      bytes.append(UInt8(ascii: "\n"))
    }
  }

  /// Brings the values of the row into the order of the columns.
  private mutating func sort() {
    values.removeAll(keepingCapacity: true)
    values.append(contentsOf: bytes[firstValue...])
    bytes.removeLast(values.count)
    for range in ranges {
      if let range {
        bytes.append(UInt8(ascii: "\t"))
        bytes.append(contentsOf: values[range])
      } else {
        bytes.append(contentsOf: CopyText.null)
      }
    }
  }
}

extension [UInt8] {
  /// Appends the digits of a number that is not negative.
  fileprivate mutating func append(decimal number: Int) {
    guard number >= 10 else { return append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number)) }
    append(decimal: number / 10)
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10))
  }
}

/// The escapes of COPY's text format.
enum CopyText {
  /// A field that is NULL, with the tab before it.
  static let null = Array("\t\\N".utf8)

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
