/// The names that PostgreSQL gives to constraints without one (`ChooseConstraintName` in its
/// sources; the manual shows the form under CREATE TABLE).
enum ConstraintName {
  private static let longest = 63

  /// `users_email_key`; a number is added where a constraint of the table has the name already.
  static func of(
    _ kind: SchemaKnowledge.Constraint.Kind, including others: [String] = [], on table: String,
    beside known: [SchemaKnowledge.Constraint]
  ) -> String {
    let (middle, label): (String?, String) =
      switch kind {
      // A check of one column is named after it, any other one after the table alone.
      case .check(let words, _): (words.count == 1 ? words.first : nil, "check")
      case .foreignKey(let columns, _): (columns.joined(separator: "_"), "fkey")
      case .unique(let columns): ((columns + others).joined(separator: "_"), "key")
      case .primaryKey: (nil, "pkey")
      case .notNull(let column): (column, "not_null")
      case .exclude: (nil, "excl")
      }
    let taken = Set(known.map(\.name))
    var number = 0
    while true {
      let name = chosen(table, middle, number == 0 ? label : "\(label)\(number)")
      if !taken.contains(name) { return name }
      number += 1
    }
  }

  /// `first_second_label`, of which the longer part is shortened until all of it fits.
  static func chosen(_ first: String, _ second: String?, _ label: String) -> String {
    let overhead = label.utf8.count + 1 + (second == nil ? 0 : 1)
    var (one, two) = (first.utf8.count, second?.utf8.count ?? 0)
    while one + two + overhead > longest {
      if one > two { one -= 1 } else { two -= 1 }
    }
    let parts = [first.cut(to: one), second.map { $0.cut(to: two) }].compactMap { $0 }
    return (parts + [label]).joined(separator: "_")
  }
}

extension String {
  /// Whole characters of at most so many bytes.
  fileprivate func cut(to bytes: Int) -> String {
    var text = Substring(self)
    while text.utf8.count > bytes { text.removeLast() }
    return String(text)
  }
}
