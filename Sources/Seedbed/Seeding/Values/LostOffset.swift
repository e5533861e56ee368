/// Moments with an offset in columns without a time zone.
extension ValueForm {
  /// The server drops the offset without a word, and holds another moment than the one that was
  /// meant (manual 8.5.1.3); an offset of nothing changes none.
  func checkOffset(_ text: ArraySlice<UInt8>, _ type: String) throws(ValueProblem) {
    guard type == "timestamp" || type == "time", Self.hasOffset(text) else { return }
    throw ValueProblem(
      code: "seed.lost_offset",
      message: "\(type) holds no time zone, so the offset would be dropped",
      hint: "leave the offset out, or give the column a type with time zone")
  }

  /// `12:00+02`, `12:00:00.5 -0330`, `12:00+05:45`: at the end, after the time.
  private static func hasOffset(_ text: ArraySlice<UInt8>) -> Bool {
    let time = text.drop { $0 != UInt8(ascii: ":") }
    let offset = time.drop { $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }.dropFirst()
    let digits = offset.filter { $0 != UInt8(ascii: ":") }
    return [1, 2, 4, 6].contains(digits.count)
      && digits.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
      && digits.contains { $0 != UInt8(ascii: "0") }
  }
}
