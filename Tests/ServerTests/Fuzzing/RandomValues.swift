import TestSupport

/// The values of single types.
extension FixedRandom {
  mutating func text(_ text: String, as expected: String? = nil) -> RandomValue {
    RandomValue(quoted(text), text: expected ?? text)
  }

  mutating func integer(in range: ClosedRange<Int>) -> RandomValue {
    let value =
      oneIn(4) ? pick([range.lowerBound, range.upperBound, 0]) : .random(in: range, using: &self)
    return RandomValue(oneIn(4) ? "\"\(value)\"" : "\(value)", text: "\(value)")
  }

  /// Digits before and after the point, moved by an exponent: what `numeric` makes of them is worked
  /// out on the digits themselves.
  mutating func numeric() -> RandomValue {
    let whole = integer(digits: 1 + upTo(30))
    let fraction = digits(upTo(30))
    let exponent = oneIn(3) ? upTo(41) - 20 : 0
    let sign = oneIn(3) ? "-" : ""
    let mantissa = sign + whole + (fraction.isEmpty ? "" : "." + fraction)
    let number = exponent == 0 ? mantissa : "\(mantissa)\(pick(["e", "E"]))\(exponent)"

    let all = whole + fraction
    let scale = max(0, fraction.count - exponent)
    let zeros = max(0, exponent - fraction.count)
    var shifted = all + String(repeating: "0", count: zeros)
    shifted = String(repeating: "0", count: max(0, scale + 1 - shifted.count)) + shifted
    var front = String(shifted.dropLast(scale).drop { $0 == "0" })
    if front.isEmpty { front = "0" }
    let isZero = !all.contains { $0 != "0" }
    let text = (isZero ? "" : sign) + front + (scale > 0 ? "." + shifted.suffix(scale) : "")
    return RandomValue(oneIn(4) ? "\"\(number)\"" : number, text: text)
  }

  /// As `numeric` writes it.
  mutating func plainNumber() -> String {
    let whole = integer(digits: 1 + upTo(25))
    let fraction = upTo(20)
    let sign = whole != "0" && oneIn(3) ? "-" : ""
    return sign + whole + (fraction > 0 ? "." + digits(fraction) : "")
  }

  mutating func number() -> String {
    oneIn(2)
      ? plainNumber() : "\(plainNumber())\(pick(["e", "E"]))\(pick(["", "+", "-"]))\(upTo(400))"
  }

  mutating func date() -> String {
    let year = "\(1000 + upTo(9000))"
    return "\(year)-\(RandomColumn.pad(1 + upTo(12)))-\(RandomColumn.pad(1 + upTo(28)))"
  }

  mutating func time(hour: Int) -> String {
    let seconds = [hour, upTo(60), upTo(60)].map(RandomColumn.pad).joined(separator: ":")
    return oneIn(2) ? seconds : "\(seconds).\(digits(upTo(6)))\(1 + upTo(9))"
  }

  // MARK: Containers

  mutating func list(_ item: (inout FixedRandom) -> String) -> String {
    let count = upTo(5)
    return "[" + space() + (0..<count).map { _ in item(&self) }.joined(separator: space() + ",")
      + space() + "]"
  }

  /// - Parameter exact: numbers as `jsonb` writes them.
  mutating func value(depth: Int, exact: Bool) -> String {
    switch upTo(depth < 3 ? 8 : 5) {
    case 0: return pick(["true", "false"])
    case 1, 2: return exact ? plainNumber() : number()
    case 3, 4: return quoted(string())
    case 5: return list { $0.oneIn(6) ? "null" : $0.value(depth: depth + 1, exact: exact) }
    default:
      let members = (0..<upTo(5)).map { member in
        "\(quoted("n" + string(upTo: 4) + "#\(member)"))\(space()):"
          + "\(space())\(value(depth: depth + 1, exact: exact))"
      }
      return "{\(space())\(members.joined(separator: ","))}"
    }
  }

  mutating func document(depth: Int, exact: Bool) -> RandomValue {
    let text = oneIn(10) ? "null" : value(depth: depth, exact: exact)
    let isWrapped = text == "null" || oneIn(4)
    return RandomValue(isWrapped ? "{\"$json\": \(text)}" : text, .json(text))
  }

  /// A composite value as a fixture writes it, and as `to_json` does.
  mutating func place() -> (String, String) {
    let street = oneIn(4) ? "null" : quoted(string())
    let number = oneIn(4) ? "null" : "\(upTo(1000))"
    let colour = oneIn(3) ? "null" : quoted(pick(RandomColumn.labels))
    let given = [("colour", colour), ("street", street), ("number", number)]
      .filter { $0.1 != "null" || oneIn(2) }
    return (
      "{\(given.map { "\"\($0.0)\": \($0.1)" }.joined(separator: ", "))}",
      "{\"street\": \(street), \"number\": \(number), \"colour\": \(colour)}"
    )
  }

  mutating func range() -> RandomValue {
    let lower = upTo(2000) - 1000
    let upper = lower + 2 + upTo(100)
    let bounds = pick(["[)", "[]", "(]", "()"])
    let first = bounds.hasPrefix("[") ? lower : lower + 1
    let end = bounds.hasSuffix("]") ? upper + 1 : upper
    switch upTo(5) {
    case 0: return RandomValue("{\"lower\": \(lower)}", text: "[\(lower),)")
    case 1: return RandomValue("{\"upper\": \(upper), \"lower\": null}", text: "(,\(upper))")
    case 2:
      return RandomValue(
        "\"\(bounds.prefix(1))\(lower),\(upper)\(bounds.suffix(1))\"", text: "[\(first),\(end))")
    default:
      return RandomValue(
        "{\"lower\": \(lower), \"upper\": \(upper), \"bounds\": \"\(bounds)\"}",
        text: "[\(first),\(end))")
    }
  }
}
