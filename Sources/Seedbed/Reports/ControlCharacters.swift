extension String {
  /// The text as a terminal may show it: what files and databases call things must not steer it.
  var visible: String {
    guard unicodeScalars.contains(where: \.steersTerminals) else { return self }
    var text = String.UnicodeScalarView()
    for scalar in unicodeScalars {
      if scalar.steersTerminals {
        text.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
      } else {
        text.append(scalar)
      }
    }
    return String(text)
  }
}

extension Unicode.Scalar {
  /// It moves the cursor, changes colours, or turns the order of what follows; line breaks and tabs,
  /// which messages of servers hold, do not count.
  var steersTerminals: Bool {
    switch value {
    case 0x09, 0x0A: false
    case ..<0x20, 0x7F...0x9F, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
