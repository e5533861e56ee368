@testable import Fakes

/// Records as they come from fixtures.
enum Record {
  /// Of one that says `$repeat`.
  static func repeated(_ number: Int, place: Int? = nil, table: String = "public.people")
    -> RecordIdentity
  {
    var seed = Seed(table)
    seed.add(1)
    seed.add(UInt64(number))
    return RecordIdentity(
      seed: seed, place: UInt64(place ?? number), repetition: (record: 0, number: number))
  }

  static func named(_ key: String, place: Int = 0) -> RecordIdentity {
    var seed = Seed("public.people")
    seed.add("slug")
    seed.add(key)
    return RecordIdentity(seed: seed, place: UInt64(place))
  }
}

extension Fake {
  func text(_ record: RecordIdentity, column: String = "c") throws -> String? {
    var text: [UInt8] = []
    return try append(record: record, column: Seed(column), to: &text)
      ? String(decoding: text, as: UTF8.self) : nil
  }
}
