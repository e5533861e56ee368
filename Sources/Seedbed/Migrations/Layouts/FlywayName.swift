/// The name of a Flyway script: `V1_2__add_users.sql`, `U1.2__add_users.sql`, `R__views.sql`.
struct FlywayName {
  enum Kind: Character {
    case versioned = "V"
    case undo = "U"
    case repeatable = "R"
    case baseline = "B"
  }

  let kind: Kind
  /// Nil for a repeatable one.
  let version: FlywayVersion?
  /// With spaces for its underscores, as the history has it.
  let description: String

  /// Nil where the file has no such name.
  init?(_ file: String) {
    guard file.hasSuffix(".sql"), let letter = file.first, let kind = Kind(rawValue: letter),
      let separator = file.firstSeparator
    else { return nil }
    let written = file[file.index(after: file.startIndex)..<separator]
    let rest = file[separator...].dropFirst(2).dropLast(4)
    version = kind == .repeatable ? nil : FlywayVersion(written)
    guard kind == .repeatable ? written.isEmpty : version != nil else { return nil }
    self.kind = kind
    description = String(rest.map { $0 == "_" ? " " : $0 })
  }
}

extension String {
  /// Where the first `__` begins.
  fileprivate var firstSeparator: Index? {
    zip(indices, indices.dropFirst()).first { self[$0] == "_" && self[$1] == "_" }?.0
  }
}
