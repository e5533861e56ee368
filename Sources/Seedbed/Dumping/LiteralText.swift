/// Reads the text form of an array (manual 8.15.6), an element at a time.
struct ArrayText {
  enum Item {
    case null
    case value([UInt8])
    /// A further dimension opens here.
    case dimension
  }

  private let text: ArraySlice<UInt8>
  private var index: Int

  init(_ text: ArraySlice<UInt8>) {
    self.text = text
    index = text.startIndex
  }

  var isAtEnd: Bool { index == text.endIndex }

  /// False where no array begins here; one with lower bounds of its own begins with `[`.
  mutating func open() -> Bool { take(UInt8(ascii: "{")) }
  mutating func close() -> Bool { take(UInt8(ascii: "}")) }

  /// The next element of the innermost open dimension; nil at its end.
  mutating func next() -> Item? {
    _ = take(UInt8(ascii: ","))
    guard index < text.endIndex else { return nil }
    switch text[index] {
    case UInt8(ascii: "}"): return nil
    case UInt8(ascii: "{"): return .dimension
    case UInt8(ascii: "\""):
      index += 1
      return .value(quoted())
    default:
      let start = index
      while index < text.endIndex, text[index] != UInt8(ascii: ","),
        text[index] != UInt8(ascii: "}")
      {
        index += 1
      }
      let value = text[start..<index]
      return value.elementsEqual("NULL".utf8) ? .null : .value(Array(value))
    }
  }

  private mutating func quoted() -> [UInt8] {
    var value: [UInt8] = []
    while index < text.endIndex, text[index] != UInt8(ascii: "\"") {
      if text[index] == UInt8(ascii: "\\"), index + 1 < text.endIndex { index += 1 }
      value.append(text[index])
      index += 1
    }
    _ = take(UInt8(ascii: "\""))
    return value
  }

  private mutating func take(_ byte: UInt8) -> Bool {
    guard index < text.endIndex, text[index] == byte else { return false }
    index += 1
    return true
  }
}

/// Reads the text form of a composite value (manual 8.16.6).
enum RecordText {
  /// The fields' texts, nil for NULL; nil where the text is none of a composite.
  static func values(of text: ArraySlice<UInt8>) -> [[UInt8]?]? {
    guard text.count >= 2, text.first == UInt8(ascii: "("), text.last == UInt8(ascii: ")") else {
      return nil
    }
    var values: [[UInt8]?] = []
    var value: [UInt8]?
    var inQuotes = false
    var rest = text.dropFirst().dropLast()
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "\\"): value = (value ?? []) + [rest.popFirst() ?? byte]
      case UInt8(ascii: "\"") where inQuotes && rest.first == byte:
        rest.removeFirst()
        value = (value ?? []) + [byte]
      case UInt8(ascii: "\""):
        inQuotes.toggle()
        value = value ?? []
      case UInt8(ascii: ",") where !inQuotes:
        values.append(value)
        value = nil
      default:
        if value == nil { value = [byte] } else { value?.append(byte) }
      }
    }
    return values + [value]
  }
}
