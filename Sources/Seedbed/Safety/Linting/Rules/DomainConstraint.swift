/// ALTER DOMAIN … ADD CONSTRAINT.
enum DomainConstraint: HazardRule {
  static let page = HazardPage(
    id: "domain-constraint",
    title: "ALTER DOMAIN with a new constraint reads every table that uses the domain",
    consequence: .blocks,
    reason: """
      It takes `SHARE` on each of them: writers wait until all rows of all these tables have been \
      read.
      """,
    remedy: """
      `ADD CONSTRAINT … NOT VALID` and, in another transaction, `ALTER DOMAIN … VALIDATE CONSTRAINT`. \
      The validation takes `SHARE` too, so where tables are large, prefer a CHECK of the table.
      """,
    bad: [HazardExample("ALTER DOMAIN positive ADD CONSTRAINT small CHECK (value < 1000);")],
    good: [
      HazardExample(
        "ALTER DOMAIN positive ADD CONSTRAINT small CHECK (value < 1000) NOT VALID;"),
      HazardExample("CREATE DOMAIN short AS text;\nALTER DOMAIN short ADD CHECK (value <> '');"),
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    let domain: RelationName
    switch subject.outline.kind {
    case .addDomainConstraint(let name, isNotValid: false): domain = name
    case .validateDomainConstraint(let name): domain = name
    default: return []
    }
    let known = subject.knowledge.domains[subject.knowledge.key(domain)]
    if known?.isNew == true { return [] }
    let tables = subject.effect.locks.map(\.relation)
    if tables.isEmpty, known != nil { return [] }
    return [
      Finding(
        "writers wait while all tables that use \(domain) are read"
          + (tables.isEmpty ? "" : ": \(tables.joined(separator: ", "))"), at: subject.start)
    ]
  }
}
