// Names for machines: lower case letters, digits, dots and hyphens.
extension Fake {
  func appendIdentifier(
    _ generator: inout Generator, suffix: [UInt8], to out: inout [UInt8]
  ) {
    switch kind {
    case .internetEmail:
      let domain = Self.mailDomains[generator.below(Self.mailDomains.count)]
      appendUsername(&generator, suffix: suffix, room: room(without: domain), to: &out)
      out += domain.utf8
    case .internetDomain: appendDomain(&generator, suffix: suffix, before: "", to: &out)
    case .internetURL:
      out += "https://".utf8
      appendDomain(&generator, suffix: suffix, before: "https:///", to: &out)
      out.append(UInt8(ascii: "/"))
    case .loremSlug:
      let start = out.count
      appendLorem(count, between: UInt8(ascii: "-"), &generator, to: &out)
      let behind = suffix.isEmpty ? [] : [UInt8(ascii: "-")] + suffix
      out.cut(to: max(1, room(without: "") - behind.count), from: start)
      out += behind
    default: appendUsername(&generator, suffix: suffix, room: room(without: ""), to: &out)
    }
  }

  /// Reserved for examples (RFC 2606): no mail reaches anybody.
  private static let mailDomains = ["@example.com", "@example.net", "@example.org"]

  /// The characters that are left for what can be cut.
  private func room(without fixed: String) -> Int {
    limit.map { max(1, $0 - fixed.utf8.count) } ?? 200
  }

  private func appendUsername(
    _ generator: inout Generator, suffix: [UInt8], room: Int, to out: inout [UInt8]
  ) {
    let words = language.words
    let start = out.count
    out.appendLetters(of: words.firstNames[generator.below(words.firstNames.count)])
    out.append(UInt8(ascii: "."))
    out.appendLetters(of: words.lastNames[generator.below(words.lastNames.count)])
    out.cut(to: max(1, room - suffix.count), from: start)
    out += suffix
  }

  private func appendDomain(
    _ generator: inout Generator, suffix: [UInt8], before fixed: String, to out: inout [UInt8]
  ) {
    let words = language.words
    let ending = ".example"
    let start = out.count
    out.appendLetters(of: words.lastNames[generator.below(words.lastNames.count)])
    out.append(UInt8(ascii: "-"))
    out.append(contentsOf: LoremWords.all[generator.below(LoremWords.all.count)])
    // A label of a domain has 63 characters at most (RFC 1035).
    out.cut(to: max(1, min(63, room(without: fixed + ending)) - suffix.count), from: start)
    out += suffix
    out += ending.utf8
  }
}
