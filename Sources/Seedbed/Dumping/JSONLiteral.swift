internal import JSON
internal import Postgres

/// Writes JSON's scalars as bytes.
enum JSONLiteral {
  /// Appends a string with its quotes; what is no ASCII stands as it is.
  static func append(string text: ArraySlice<UInt8>, to out: inout [UInt8]) {
    out.append(UInt8(ascii: "\""))
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        out.append(UInt8(ascii: "\\"))
        out.append(byte)
      case 0x20...: out.append(byte)
      case 8: out.append(contentsOf: "\\b".utf8)
      case 9: out.append(contentsOf: "\\t".utf8)
      case 10: out.append(contentsOf: "\\n".utf8)
      case 12: out.append(contentsOf: "\\f".utf8)
      case 13: out.append(contentsOf: "\\r".utf8)
      default:
        let digits = Array("0123456789abcdef".utf8)
        out.append(contentsOf: "\\u00".utf8)
        out.append(digits[Int(byte >> 4)])
        out.append(digits[Int(byte & 15)])
      }
    }
    out.append(UInt8(ascii: "\""))
  }

  /// The text of a number type: all of it is JSON's but the words for no finite number.
  static func isNumber(_ text: ArraySlice<UInt8>) -> Bool {
    let digits = text.first == UInt8(ascii: "-") ? text.dropFirst() : text
    return digits.first.map { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) } ?? false
  }
}

/// Writes the value of a `json` or `jsonb` column.
enum JSONColumnText {
  /// As it is, or in `$json` where a fixture would read something else in it.
  static func append(_ text: ArraySlice<UInt8>, isBinary: Bool, to out: inout [UInt8]) {
    // The server writes jsonb without space before the first name, and escapes no $.
    if isBinary {
      let isMarked = text.starts(with: "{\"$".utf8) || text.elementsEqual("null".utf8)
      append(text, isMarked: isMarked, to: &out)
      return
    }
    guard let tape = tape(of: text) else {
      // Names that stand twice, and \u0000, are valid in json and in no fixture.
      appendExpression(text, to: &out)
      return
    }
    var compact: [UInt8] = []
    tape.appendCompact(at: 0, to: &compact)
    let isMarked =
      tape.tokens[0].kind == .null
      || tape.tokens[0].kind == .object && tape.tokens.count > 1
        && tape.string(at: 1).hasPrefix("$")
    append(compact[...], isMarked: isMarked, to: &out)
  }

  /// Inside of an array or composite, where nothing is a directive.
  ///
  /// - Returns: false for what no fixture can hold.
  static func appendValue(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) -> Bool {
    guard let tape = tape(of: text) else { return false }
    tape.appendCompact(at: 0, to: &out)
    return true
  }

  private static func append(_ text: ArraySlice<UInt8>, isMarked: Bool, to out: inout [UInt8]) {
    if isMarked { out.append(contentsOf: "{\"$json\": ".utf8) }
    out.append(contentsOf: text)
    if isMarked { out.append(UInt8(ascii: "}")) }
  }

  private static func appendExpression(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) {
    let literal = quoted(literal: String(decoding: text, as: UTF8.self))
    out.append(contentsOf: "{\"$sql\": ".utf8)
    JSONLiteral.append(string: Array("\(literal)::json".utf8)[...], to: &out)
    out.append(contentsOf: ", \"always\": true}".utf8)
  }

  private static func tape(of text: ArraySlice<UInt8>) -> Tape? {
    var scanner = JSONScanner(BytesSource(Array(text)))
    var tape = Tape()
    do {
      try scanner.readValue(into: &tape)
      try scanner.finish()
    } catch {
      return nil
    }
    return tape
  }
}
