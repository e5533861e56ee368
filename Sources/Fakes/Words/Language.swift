/// The language and customs of names and addresses.
public enum Language: String, Sendable, CaseIterable {
  case en, de

  var words: LocaleWords {
    switch self {
    case .en: .english
    case .de: .german
    }
  }
}

/// The tables of one locale.
///
/// A class, as it would be copied for every value.
final class LocaleWords: Sendable {
  let firstNames: WordList
  let lastNames: WordList
  let jobRanks: WordList
  let jobFields: WordList
  let jobRoles: WordList
  /// A field and a role, a material and a product make one word together.
  let makesCompounds: Bool
  let streets: WordList
  /// The house number stands before the street.
  let houseNumberFirst: Bool
  let cities: WordList
  /// In the order of `Countries.codes`.
  let countries: WordList
  let companyForms: WordList
  let pitchQualities: WordList
  let pitchThings: WordList
  let productQualities: WordList
  let productMaterials: WordList
  let products: WordList
  let departments: WordList
  let colors: WordList
  let phones: PhoneNumbers

  init(
    firstNames: WordList, lastNames: WordList, jobRanks: WordList, jobFields: WordList,
    jobRoles: WordList, makesCompounds: Bool, streets: WordList, houseNumberFirst: Bool,
    cities: WordList, countries: WordList, companyForms: WordList, pitchQualities: WordList,
    pitchThings: WordList, productQualities: WordList, productMaterials: WordList,
    products: WordList, departments: WordList, colors: WordList, phones: PhoneNumbers
  ) {
    self.firstNames = firstNames
    self.lastNames = lastNames
    self.jobRanks = jobRanks
    self.jobFields = jobFields
    self.jobRoles = jobRoles
    self.makesCompounds = makesCompounds
    self.streets = streets
    self.houseNumberFirst = houseNumberFirst
    self.cities = cities
    self.countries = countries
    self.companyForms = companyForms
    self.pitchQualities = pitchQualities
    self.pitchThings = pitchThings
    self.productQualities = productQualities
    self.productMaterials = productMaterials
    self.products = products
    self.departments = departments
    self.colors = colors
    self.phones = phones
  }
}

/// Numbers that are kept free for examples and films, so that nobody is called.
struct PhoneNumbers: Sendable {
  /// Of areas.
  let beginnings: WordList
  let prefix: String
  let middle: String
  /// How many digits end the number, any of them.
  let digits: Int

  private var perArea: UInt64 { (0..<digits).reduce(1) { product, _ in product * 10 } }

  var count: UInt64 { UInt64(beginnings.count) * perArea }

  func append(_ number: UInt64, to out: inout [UInt8]) {
    out += prefix.utf8
    out += beginnings[Int(number / perArea)]
    out += middle.utf8
    out.append(Int64(number % perArea), digits: digits)
  }
}
