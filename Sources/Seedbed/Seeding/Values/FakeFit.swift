internal import Fakes
internal import JSON
internal import Postgres

/// Which fakes a column of one form takes, and how they are written for it.
struct FakeFit {
  let form: ValueForm

  /// Tells the fake what the column has room for.
  func prepare(_ fake: inout Fake) {
    switch form {
    case .text(let limit?): fake.limit = limit
    case .time("date"): fake.momentStyle = .date
    case .time("time"), .time("timetz"): fake.momentStyle = .time
    default: break
    }
    if fake.kind == .dateBirthday, fake.momentStyle == .dateAndTime, !isTime {
      fake.momentStyle = .date
    }
  }

  func takes(_ fake: Fake) -> Bool {
    switch (form, fake.kind.form) {
    case (_, .choice), (.json, _), (.other, _): true
    case (.text(let limit), let kind): hasRoom(limit, kind, fake)
    case (.integer(_, let range), .number):
      fake.range.places == 0 && range.contains(fake.range.lower)
        && range.contains(fake.range.upper)
    case (.number, .number), (.time, .moment), (.uuid, .uuid), (.boolean, .boolean): true
    default: false
    }
  }

  private func hasRoom(_ limit: Int?, _ kind: Kind.Form, _ fake: Fake) -> Bool {
    guard let limit else { return true }
    return switch kind {
    case .words, .choice: true
    case .identifier(let room): limit >= room
    case .code(let length), .address(let length): limit >= length
    case .number: limit >= fake.range.length
    case .moment: limit >= (fake.momentStyle == .date ? 10 : 20)
    case .uuid: limit >= 36
    case .boolean: limit >= 5
    }
  }

  private var isTime: Bool {
    if case .time = form { true } else { false }
  }

  /// A value of json is written as JSON: numbers and booleans as they are, the rest as strings.
  func isQuoted(_ kind: Kind) -> Bool {
    guard case .json = form else { return false }
    return switch kind.form {
    case .number, .boolean, .choice: false
    default: true
    }
  }
}
