/// A date and a time of day of the Gregorian calendar, UTC, without leap seconds.
struct CivilTime {
  let year: Int64
  let month: Int64
  let day: Int64
  /// Since midnight.
  let second: Int64

  init(year: Int64, month: Int64, day: Int64, second: Int64 = 0) {
    self.year = year
    self.month = month
    self.day = day
    self.second = second
  }

  /// Years begin in March here, so that a leap day is the last of its year; 400 of them have
  /// 146,097 days.
  var seconds: Int64 {
    let shifted = month > 2 ? year : year - 1
    let era = shifted.dividedDown(by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return (era * 146_097 + dayOfEra - Self.epoch) * 86_400 + second
  }

  /// The days from 1 March of the year 0 to 1970.
  private static let epoch: Int64 = 719_468

  init(seconds: Int64) {
    let days = seconds.dividedDown(by: 86_400)
    second = seconds - days * 86_400
    let shifted = days + Self.epoch
    let era = shifted.dividedDown(by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// `2024-03-01`, and a time of day behind `T` or a space, with or without `Z`.
  init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count >= 10, bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-"),
      let year = Self.number(bytes[..<4]), let month = Self.number(bytes[5..<7]),
      let day = Self.number(bytes[8..<10])
    else { return nil }
    var second: Int64 = 0
    if bytes.count > 10 {
      guard bytes.count == 19 || (bytes.count == 20 && bytes[19] == UInt8(ascii: "Z")),
        bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " "),
        bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
        let hours = Self.number(bytes[11..<13]), let minutes = Self.number(bytes[14..<16]),
        let seconds = Self.number(bytes[17..<19]), hours < 24, minutes < 60, seconds < 60
      else { return nil }
      second = hours * 3600 + minutes * 60 + seconds
    }
    self.init(year: year, month: month, day: day, second: second)
    // A day that the calendar does not have comes back as another.
    let back = CivilTime(seconds: seconds)
    guard year > 0, back.month == month, back.day == day else { return nil }
  }

  private static func number(_ digits: ArraySlice<UInt8>) -> Int64? {
    var number: Int64 = 0
    for digit in digits {
      guard (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(digit) else { return nil }
      number = number * 10 + Int64(digit - UInt8(ascii: "0"))
    }
    return number
  }

  func appendDate(to out: inout [UInt8]) {
    out.append(year, digits: 4)
    out.append(UInt8(ascii: "-"))
    out.append(month, digits: 2)
    out.append(UInt8(ascii: "-"))
    out.append(day, digits: 2)
  }

  func appendTime(to out: inout [UInt8]) {
    out.append(second / 3600, digits: 2)
    out.append(UInt8(ascii: ":"))
    out.append(second / 60 % 60, digits: 2)
    out.append(UInt8(ascii: ":"))
    out.append(second % 60, digits: 2)
  }
}

extension Int64 {
  /// Towards negative infinity.
  fileprivate func dividedDown(by divisor: Int64) -> Int64 {
    self >= 0 ? self / divisor : (self - divisor + 1) / divisor
  }
}
