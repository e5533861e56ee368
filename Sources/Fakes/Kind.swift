/// What a fake value is of.
public enum Kind: String, Sendable, CaseIterable {
  case personName = "person.name"
  case personFirstName = "person.firstName"
  case personLastName = "person.lastName"
  case personJobTitle = "person.jobTitle"
  case internetEmail = "internet.email"
  case internetUsername = "internet.username"
  case internetPassword = "internet.password"
  case internetDomain = "internet.domain"
  case internetURL = "internet.url"
  case internetIPv4 = "internet.ipv4"
  case internetIPv6 = "internet.ipv6"
  case internetMAC = "internet.mac"
  case addressStreet = "address.street"
  case addressCity = "address.city"
  case addressPostcode = "address.postcode"
  case addressCountry = "address.country"
  case addressCountryCode = "address.countryCode"
  case addressLatitude = "address.latitude"
  case addressLongitude = "address.longitude"
  case companyName = "company.name"
  case companyCatchPhrase = "company.catchPhrase"
  case commerceProduct = "commerce.product"
  case commercePrice = "commerce.price"
  case commerceDepartment = "commerce.department"
  case commerceColor = "commerce.color"
  case commerceSKU = "commerce.sku"
  case loremWord = "lorem.word"
  case loremWords = "lorem.words"
  case loremSlug = "lorem.slug"
  case loremSentence = "lorem.sentence"
  case loremParagraph = "lorem.paragraph"
  case datePast = "date.past"
  case dateFuture = "date.future"
  case dateBetween = "date.between"
  case dateBirthday = "date.birthday"
  case phone, number, uuid, bool
  /// One of `values`.
  case pick
  /// One of `values`, by their weights.
  case weighted

  public var form: Form {
    switch self {
    case .personName, .personFirstName, .personLastName, .personJobTitle, .addressStreet,
      .addressCity, .addressCountry, .companyName, .companyCatchPhrase, .commerceProduct,
      .commerceDepartment, .commerceColor, .loremWord, .loremWords, .loremSentence, .loremParagraph:
      .words
    case .internetEmail: .identifier(room: 16)
    case .internetDomain: .identifier(room: 12)
    case .internetURL: .identifier(room: 20)
    case .internetUsername, .loremSlug: .identifier(room: 4)
    case .internetPassword: .code(length: 24)
    case .internetIPv4: .address(length: 15)
    case .internetIPv6: .address(length: 39)
    case .internetMAC: .address(length: 17)
    case .addressPostcode: .code(length: 5)
    case .addressCountryCode: .code(length: 2)
    case .commerceSKU: .code(length: 10)
    case .phone: .code(length: 17)
    case .addressLatitude, .addressLongitude, .commercePrice, .number: .number
    case .datePast, .dateFuture, .dateBetween, .dateBirthday: .moment
    case .uuid: .uuid
    case .bool: .boolean
    case .pick, .weighted: .choice
    }
  }

  /// What kind of column it is for.
  public enum Form: Sendable, Equatable {
    /// Text that can be cut anywhere.
    case words
    /// Text in lower case that can be cut inside, down to so many characters.
    case identifier(room: Int)
    /// Text of at most so many characters that cannot be cut.
    case code(length: Int)
    /// The same; for columns of network addresses too.
    case address(length: Int)
    case number, moment, uuid, boolean
    /// Whatever the values are that were given.
    case choice
  }

  /// The options that it takes beside `locale` and `optional`, which all take.
  public var options: [Option] {
    switch self {
    case .number, .commercePrice, .addressLatitude, .addressLongitude: [.min, .max, .decimals]
    case .datePast, .dateFuture, .dateBetween, .dateBirthday: [.from, .to]
    case .loremWords, .loremSlug, .loremSentence, .loremParagraph: [.count]
    case .pick, .weighted: [.from]
    default: []
    }
  }

  /// What can be said about a kind.
  public enum Option: String, Sendable, CaseIterable { case min, max, decimals, from, to, count }
}
