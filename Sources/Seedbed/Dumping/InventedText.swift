internal import Fakes

/// An invented text in place of a column's own: of the kind of `$fake` that the column's name speaks
/// of.
struct InventedText: Equatable {
  private let kind: Kind
  private let column: String
  private let limit: Int?
  private let isDistinct: Bool

  /// - Parameters:
  ///   - limit: how many characters there is room for.
  ///   - isDistinct: whether different values have to stay different.
  init(column: String, limit: Int?, isDistinct: Bool) {
    self.column = column
    self.limit = limit
    self.isDistinct = isDistinct
    let named = Self.kind(of: SecretName.words(of: column))
    // Only what can end in letters of its own stands for one value alone.
    kind = isDistinct && Fake(named).uniqueness != .suffixed ? .loremSlug : named
  }

  /// The text for a value of this digest; nil where the column is too short for one of its kind.
  func text(_ digest: [UInt8]) -> [UInt8]? {
    var fake = Fake(kind)
    fake.limit = limit
    fake.isUnique = isDistinct
    var seed = Seed()
    seed.add(digest)
    var text: [UInt8] = []
    do {
      _ = try fake.append(
        record: RecordIdentity(seed: seed, place: 0), column: Seed(column), to: &text)
    } catch {
      return nil
    }
    // Kinds that cannot be cut are as long as they are.
    return limit.map { text.count > $0 } == true ? nil : text
  }

  private static func kind(of words: [String]) -> Kind {
    let words = Set(words)
    return kinds.first { !$0.words.isDisjoint(with: words) }?.kind ?? .loremWords
  }

  /// The first that fits: `company_name` is of a company, `first_name` no whole name.
  private static let kinds: [(words: Set<String>, kind: Kind)] = [
    (["email", "mail"], .internetEmail),
    (["username", "login", "nick", "nickname", "handle", "account"], .internetUsername),
    (["phone", "mobile", "telephone", "tel", "fax"], .phone),
    (["url", "uri", "website", "homepage", "link"], .internetURL),
    (["domain", "host", "hostname"], .internetDomain),
    (["ip"], .internetIPv4),
    (["slug"], .loremSlug),
    (["company", "organisation", "organization", "employer"], .companyName),
    (["street", "address"], .addressStreet),
    (["city", "town"], .addressCity),
    (["postcode", "zip", "postal"], .addressPostcode),
    (["country"], .addressCountry),
    (["first", "given", "forename"], .personFirstName),
    (["last", "family", "surname"], .personLastName),
    (["job"], .personJobTitle),
    (["name", "fullname"], .personName),
    (
      ["description", "bio", "about", "note", "notes", "comment", "body", "message"], .loremSentence
    ),
  ]
}
