import Postgres
import Seedbed
import TestSupport
import Testing

/// Whatever a fixture says is what the server holds afterwards, and the next run finds it there.
@Suite(.database) struct RoundTripFuzzTests {
  @Test func whatWasWrittenIsReadBack() throws {
    var random = FixedRandom(state: FuzzEffort.seed)
    for round in 0..<2 * FuzzEffort.factor {
      let seeds = try Seeds(
        "DROP SCHEMA public CASCADE; CREATE SCHEMA public; \(RandomColumn.schema)")
      let keys = RandomFixture.keys(14, &random)
      // By the key's number, then by column; what no record gave is NULL.
      var state: [Int: [String: RandomValue.Expected]] = [:]
      for step in 0..<6 {
        let fixture = RandomFixture(&random, keys: keys)
        try seeds.writeBytes(fixture.name, fixture.bytes)
        defer { try? seeds.folder.remove("seeds/\(fixture.name)") }
        do {
          try seeds.apply()
          let second = try seeds.apply()
          #expect(!second.hasChanges, "round \(round), step \(step): \(second.summary)")
          #expect(second.totals.unchanged == fixture.records.count)
        } catch {
          let text = String(decoding: fixture.bytes, as: UTF8.self)
          Issue.record("round \(round), step \(step): \(error)\n\(fixture.name): \(text)")
          return
        }
        for record in fixture.records {
          for (column, value) in record.values {
            state[record.number, default: [:]][column.name] = value.expected
          }
          state[record.number, default: [:]]["k1"] = .text(record.key.0)
          state[record.number, default: [:]]["k2"] =
            record.key.1.map { .text("\($0)") } ?? .null
        }
        try compare(seeds, state, "round \(round), step \(step)")
      }
    }
  }

  private func compare(
    _ seeds: Seeds, _ state: [Int: [String: RandomValue.Expected]], _ place: String
  ) throws {
    let columns = ["k1", "k2"] + RandomColumn.all.map(\.name)
    let reading = ["k1", "k2::text"] + RandomColumn.all.map(\.readingSQL)
    let rows = try seeds.connection.run(
      simple: """
        SET TimeZone = 'UTC';
        SELECT substring(k1 FROM '[0-9]+$'), \(reading.joined(separator: ", ")) FROM t
        """)
    #expect(rows.count == state.count, "\(place)")
    for row in rows {
      let expected = try #require(row[0].flatMap { Int($0) }.flatMap { state[$0] }, "\(place)")
      for (index, column) in columns.enumerated() {
        let value = expected[column] ?? .null
        let isEqual = try value.equals(row[index + 1])
        #expect(isEqual, "\(place), \(column): \(value) came back as \(row[index + 1] ?? "NULL")")
      }
    }
  }
}
