import TestSupport

/// A fixture file for the table of `RandomColumn`, and what its records say.
struct RandomFixture {
  var name: String
  /// What it says, not compressed.
  var text: [UInt8]
  var isCompressed = false
  var records: [Record] = []

  /// The file's content.
  var bytes: [UInt8] { isCompressed ? Gzip.compress(text) : text }

  struct Record {
    /// The number that no other key has.
    var number: Int
    var key: (String, Int?)
    var values: [(column: RandomColumn, value: RandomValue)]
  }

  /// - Parameter keys: for records to take; none takes one twice.
  init(_ random: inout FixedRandom, keys: [(String, Int?)]) {
    records = keys.enumerated().filter { _ in !random.oneIn(4) }.map { number, key in
      let columns = random.oneIn(8) ? [] : RandomColumn.all.filter { _ in !random.oneIn(3) }
      return Record(
        number: number, key: key,
        values: columns.shuffled(using: &random).map {
          ($0, random.oneIn(12) ? .null : $0.value(&random))
        })
    }
    let texts = records.map { Self.text(of: $0, &random) }
    let list = "[\(texts.joined(separator: random.space() + ","))\(random.space())]"
    let text: String
    switch random.upTo(5) {
    case 0: (name, text) = ("t.json", list)
    case 1: (name, text) = ("all.json", "{\(random.space())\"t\": \(list)}")
    case 2:
      (name, text) = ("t.json", "{\"$key\": [\"k1\", \"k2\"], \"$rows\": \(list)\(random.space())}")
    case 3: (name, text) = ("all.json", "{\"t\": {\"$mode\": \"upsert\", \"$rows\": \(list)}}")
    default: (name, text) = ("t.jsonl", texts.joined(separator: "\n"))
    }
    self.text = (random.oneIn(8) ? [0xEF, 0xBB, 0xBF] : []) + Array(text.utf8)
    if random.oneIn(4) {
      name += ".gz"
      isCompressed = true
    }
  }

  private static func text(of record: Record, _ random: inout FixedRandom) -> String {
    var members = [
      "\"k1\":\(random.space())\(random.quoted(record.key.0))",
      "\"k2\":\(record.key.1.map(String.init) ?? "null")",
    ]
    for (column, value) in record.values {
      members.append("\(random.quoted(column.name))\(random.space()):\(value.json)")
    }
    return "{\(members.joined(separator: ",\(random.space())"))}"
  }

  /// So many keys, some of them with a NULL; no two are equal.
  static func keys(_ count: Int, _ random: inout FixedRandom) -> [(String, Int?)] {
    (0..<count).map { number in
      ("\(random.string())#\(number)", random.oneIn(3) ? nil : random.upTo(10))
    }
  }
}
