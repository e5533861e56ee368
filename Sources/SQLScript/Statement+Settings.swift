extension Statement {
  /// Whether it turns `standard_conforming_strings` off, so that `'…'` would know backslashes from
  /// then on (manual, section 4.1.2.1).
  var letsBackslashesEscape: Bool {
    // Of most statements the first letter says enough.
    guard source[range.lowerBound].uppercased == UInt8(ascii: "S") else { return false }
    var phrase = Phrase(self)
    guard phrase.take("SET") else { return false }
    _ = phrase.take("SESSION") || phrase.take("LOCAL")
    guard phrase.take("STANDARD_CONFORMING_STRINGS"), phrase.take(.equals) || phrase.take("TO")
    else { return false }
    return ["off", "false", "no", "0"].contains(phrase.takeValue().lowercased())
  }
}
