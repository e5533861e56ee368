// Kinds of free text.
extension Fake {
  func appendWords(_ generator: inout Generator, to out: inout [UInt8]) {
    let words = language.words
    switch kind {
    case .personFirstName: words.firstNames.append(&generator, to: &out)
    case .personLastName: words.lastNames.append(&generator, to: &out)
    case .personName: out.append(words.firstNames, words.lastNames, &generator)
    case .personJobTitle:
      out.append(words.jobRanks, words.jobFields, &generator)
      if !words.makesCompounds { out.append(UInt8(ascii: " ")) }
      words.jobRoles.append(&generator, to: &out)
    case .addressStreet: appendStreet(words, &generator, to: &out)
    case .addressCity: words.cities.append(&generator, to: &out)
    case .addressCountry: words.countries.append(&generator, to: &out)
    case .companyName: appendCompany(words, &generator, to: &out)
    case .companyCatchPhrase:
      out.append(words.pitchQualities, words.pitchThings, &generator)
    case .commerceProduct: appendProduct(words, &generator, to: &out)
    case .commerceDepartment: words.departments.append(&generator, to: &out)
    case .commerceColor: words.colors.append(&generator, to: &out)
    case .loremWord: LoremWords.all.append(&generator, to: &out)
    case .loremWords: appendLorem(count, between: UInt8(ascii: " "), &generator, to: &out)
    case .loremSentence: appendSentence(words: count, &generator, to: &out)
    case .loremParagraph:
      for sentence in 0..<count {
        if sentence > 0 { out.append(UInt8(ascii: " ")) }
        appendSentence(words: 5 + generator.below(8), &generator, to: &out)
      }
    default: break
    }
  }

  private func appendStreet(
    _ words: LocaleWords, _ generator: inout Generator, to out: inout [UInt8]
  ) {
    let number = 1 + generator.below(199 as UInt64)
    if words.houseNumberFirst {
      out.append(decimal: number)
      out.append(UInt8(ascii: " "))
    }
    words.streets.append(&generator, to: &out)
    if !words.houseNumberFirst {
      out.append(UInt8(ascii: " "))
      out.append(decimal: number)
    }
  }

  /// `Narrow Felt Bookshelf`; `Holzdecke, kompakt`.
  private func appendProduct(
    _ words: LocaleWords, _ generator: inout Generator, to out: inout [UInt8]
  ) {
    guard words.makesCompounds else {
      out.append(words.productQualities, words.productMaterials, &generator)
      out.append(UInt8(ascii: " "))
      return words.products.append(&generator, to: &out)
    }
    words.productMaterials.append(&generator, to: &out)
    words.products.append(&generator, to: &out)
    out += ", ".utf8
    words.productQualities.append(&generator, to: &out)
  }

  private func appendCompany(
    _ words: LocaleWords, _ generator: inout Generator, to out: inout [UInt8]
  ) {
    words.lastNames.append(&generator, to: &out)
    if generator.below(3) == 0 {
      out += " & ".utf8
      words.lastNames.append(&generator, to: &out)
    }
    out.append(UInt8(ascii: " "))
    words.companyForms.append(&generator, to: &out)
  }

  func appendLorem(
    _ count: Int, between separator: UInt8, _ generator: inout Generator, to out: inout [UInt8]
  ) {
    for word in 0..<count {
      if word > 0 { out.append(separator) }
      LoremWords.all.append(&generator, to: &out)
    }
  }

  private func appendSentence(
    words: Int, _ generator: inout Generator, to out: inout [UInt8]
  ) {
    let start = out.count
    appendLorem(words, between: UInt8(ascii: " "), &generator, to: &out)
    if out.count > start { out[start] &-= 0x20 }
    out.append(UInt8(ascii: "."))
  }
}
