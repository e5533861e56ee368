/// A value of an enum that is used in the transaction that adds it.
enum NewEnumValue: HazardRule {
  static let page = HazardPage(
    id: "enum-value-in-transaction",
    title: "A value that was just added to an enum cannot be used before it is committed",
    consequence: .fails,
    reason: """
      The server refuses it (SQLSTATE 55P04) unless the type was made in the same transaction. Without a \
      BEGIN in the file, Seedbed commits behind `ADD VALUE`.
      """,
    remedy: "Leave `BEGIN` and `COMMIT` out.",
    bad: [
      HazardExample(
        """
        BEGIN;
        ALTER TYPE mood ADD VALUE 'calm';
        ALTER TABLE users ADD COLUMN mood mood DEFAULT 'calm';
        COMMIT;
        """)
    ],
    good: [
      HazardExample(
        """
        ALTER TYPE mood ADD VALUE 'calm';
        ALTER TABLE users ADD COLUMN mood mood DEFAULT 'calm';
        """)
    ])

  static func findings(in subject: LintSubject) -> [Finding] {
    guard subject.isInOwnTransaction else { return [] }
    for step in subject.earlier {
      guard case .addEnumValue(let type, let value) = step.outline.kind, !value.isEmpty else {
        continue
      }
      let isMade = subject.earlier.contains {
        if case .createEnum(let made) = $0.outline.kind { made == type } else { false }
      }
      let text = subject.text(subject.outline.range)
      if !isMade, let place = text.utf8.firstRange(of: Array("'\(value)'".utf8)) {
        let distance = text.utf8.distance(from: text.startIndex, to: place.lowerBound)
        return [
          Finding(
            "the value '\(value)' of \(type) cannot be used before the transaction that adds it is committed",
            at: subject.start + distance)
        ]
      }
    }
    return []
  }
}
