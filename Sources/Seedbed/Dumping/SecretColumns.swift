internal import Postgres

/// Tells by a column's name and type whether it may hold a secret.
extension Column {
  /// Text, bytes or JSON under a name that speaks of a password, a token or the like. Numbers, dates
  /// and booleans, as `password_changed_at`, hold none.
  var looksSecret: Bool { type.canHoldSecret && SecretName.matches(name) }
}

extension PostgresType {
  fileprivate var canHoldSecret: Bool {
    switch resolved(modifier: -1).type {
    case .base(_, let category): !["N", "B", "D", "T", "G", "I"].contains(category)
    case .array(let element, _): element.canHoldSecret
    case .composite(_, let fields): fields.contains { $0.type.canHoldSecret }
    case .enum, .range, .domain: false
    }
  }
}

/// The words that names of secrets are made of.
enum SecretName {
  private static let words: Set<String> = [
    "password", "passwords", "passwd", "pwd", "passphrase", "passcode", "secret", "secrets",
    "token", "tokens", "hash", "hashes", "digest", "salt", "credential", "credentials", "apikey",
    "otp", "totp", "jwt", "ssn", "cvv", "cvc",
  ]
  /// Words that speak of a secret only side by side.
  private static let pairs: Set<[String]> = [
    ["api", "key"], ["api", "keys"], ["private", "key"], ["access", "key"], ["secret", "key"],
    ["signing", "key"], ["encryption", "key"], ["recovery", "codes"], ["recovery", "code"],
    ["backup", "codes"], ["pass", "word"],
  ]

  static func matches(_ name: String) -> Bool {
    let words = self.words(of: name)
    return words.contains { self.words.contains($0) }
      || zip(words, words.dropFirst()).contains { pairs.contains([$0, $1]) }
  }

  /// `userApiKey2` → `user`, `api`, `key`.
  static func words(of name: String) -> [String] {
    var words: [String] = []
    var word = ""
    var wasLower = false
    for character in name {
      let startsWord = character.isUppercase && wasLower
      if !character.isLetter || startsWord {
        if !word.isEmpty { words.append(word) }
        word = ""
      }
      if character.isLetter { word += character.lowercased() }
      wasLower = character.isLowercase
    }
    if !word.isEmpty { words.append(word) }
    return words
  }
}
