// UTF-8 as it is put together.
extension [UInt8] {
  /// An entry of each list, with a space between them.
  mutating func append(_ first: WordList, _ second: WordList, _ generator: inout Generator) {
    first.append(&generator, to: &self)
    append(UInt8(ascii: " "))
    second.append(&generator, to: &self)
  }

  /// With zeros before it.
  mutating func append(_ number: Int64, digits: Int) {
    var divisor: Int64 = 1
    for _ in 1..<digits { divisor *= 10 }
    while divisor > 0 {
      append(UInt8(ascii: "0") + UInt8(number / divisor % 10))
      divisor /= 10
    }
  }

  mutating func append(decimal number: UInt64) {
    Decimal.forEachDigit(of: number) { append($0) }
  }

  mutating func append(hex number: UInt64, digits: Int) {
    for place in (0..<digits).reversed() {
      let digit = UInt8(number >> (UInt64(place) * 4) & 15)
      append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10)
    }
  }

  /// The letters of a name in lower case, as addresses have them: `Müller` as `mueller`, `Çelik` as
  /// `celik`; what is no letter is left out.
  mutating func appendLetters(of name: ArraySlice<UInt8>) {
    guard name.contains(where: { $0 >= 0x80 }) else {
      for byte in name {
        let lower = byte | 0x20
        if (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(lower) { append(lower) }
      }
      return
    }
    for character in String(decoding: name, as: UTF8.self) {
      append(contentsOf: Self.letters(of: character).utf8)
    }
  }

  private static func letters(of character: Character) -> String {
    switch character {
    case "a"..."z": String(character)
    case "A"..."Z": character.lowercased()
    case "ä", "Ä": "ae"
    case "ö", "Ö": "oe"
    case "ü", "Ü": "ue"
    case "ß": "ss"
    case "ş", "Ş": "s"
    case "ç", "Ç", "ć", "č": "c"
    case "ğ": "g"
    case "ı": "i"
    default: ""
    }
  }

  /// How many characters stand from an index on.
  func characters(from start: Int) -> Int {
    var count = 0
    for byte in self[start...] where byte & 0xC0 != 0x80 { count += 1 }
    return count
  }

  /// Keeps so many characters from an index on, and no space or mark at their end.
  mutating func cut(to limit: Int, from start: Int) {
    guard count - start > limit else { return }
    var characters = 0
    var end = start
    while end < count {
      if self[end] & 0xC0 != 0x80 {
        if characters >= limit { break }
        characters += 1
      }
      end += 1
    }
    guard end < count else { return }
    removeSubrange(end...)
    while let last, count > start, " .-,&".utf8.contains(last) { removeLast() }
  }
}
