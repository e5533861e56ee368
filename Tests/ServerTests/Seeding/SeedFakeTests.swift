import Seedbed
import TestSupport
import Testing

/// `$fake` fills columns with values that are the same in every run.
@Suite(.database) struct SeedFakeTests {
  static let schema = """
    CREATE TYPE plan AS ENUM ('free', 'team', 'enterprise');
    CREATE TABLE people (
      id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      email varchar(40) NOT NULL UNIQUE, name text, nick varchar(8), age smallint, born date,
      seen timestamptz, wakes time, rating numeric(5,2), active boolean, token uuid UNIQUE,
      country char(2), bio varchar(60), plan plan, settings jsonb, address inet, score float8,
      code text, badge int UNIQUE);
    """

  static let all = """
    "email": {"$fake": "internet.email"}, "name": {"$fake": "person.name", "locale": "de"},
    "nick": {"$fake": "internet.username"}, "age": {"$fake": "number", "min": 18, "max": 99},
    "born": {"$fake": "date.birthday"}, "seen": {"$fake": "date.past"},
    "wakes": {"$fake": "date.past"}, "rating": {"$fake": "commerce.price"},
    "active": {"$fake": "bool"}, "token": {"$fake": "uuid"},
    "country": {"$fake": "address.countryCode"}, "bio": {"$fake": "lorem.paragraph"},
    "plan": {"$fake": "weighted", "from": {"free": 90, "team": 10}},
    "settings": {"$fake": "lorem.words"}, "address": {"$fake": "internet.ipv4"},
    "score": {"$fake": "address.latitude", "optional": 0.25},
    "code": {"$fake": "pick", "from": ["a", 1, true, null]},
    "badge": {"$fake": "number", "min": 1, "max": 10000}
    """

  @Test func tenThousandRowsAreTheSameInTheNextRun() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "people.json": #"{"$key": "email", "$rows": [{"$repeat": 10000, "#
          + Self.all + "}]}"
      ])
    #expect(try seeds.apply().summary == ["public.people +10000 ~0 =0"])
    #expect(try seeds.apply().summary == ["public.people +0 ~0 =10000"])
    #expect(
      try seeds.rows(
        """
        SELECT bool_and(age BETWEEN 18 AND 99), bool_and(born < '2006-01-01'),
          bool_and(seen < '2026-01-01'), bool_and(email ~ '^[a-z.]+[0-9]+@example.(com|net|org)$'),
          bool_and(plan <> 'enterprise'), count(DISTINCT age), count(DISTINCT code),
          bool_and(jsonb_typeof(settings) = 'string'), bool_and(address <<= '10.0.0.0/8'),
          min(badge), max(badge)
        FROM people
        """) == ["t|t|t|t|t|82|3|t|t|1|10000"])
    let counts = try seeds.rows(
      """
      SELECT count(*) FILTER (WHERE score IS NULL) BETWEEN 2300 AND 2700,
        count(*) FILTER (WHERE code IS NULL) BETWEEN 2300 AND 2700,
        count(*) FILTER (WHERE plan = 'team') BETWEEN 850 AND 1150,
        count(*) FILTER (WHERE active) BETWEEN 4800 AND 5200, count(DISTINCT name) > 8000
      FROM people
      """)
    #expect(counts == ["t|t|t|t|t"])
  }

  /// Whatever stands in the way of a value being the same elsewhere: the file, the records around
  /// it, the fields beside it.
  @Test func aRecordWithAKeyKeepsItsValuesWhateverIsBesideIt() throws {
    let schema = "CREATE TABLE t (k text PRIMARY KEY, a text, b text UNIQUE, c int)"
    let record =
      #"{"k": "x", "a": {"$fake": "person.name"}, "b": {"$fake": "internet.email"}}"#
    let seeds = try Seeds(schema, ["t.json": "[\(record)]"])
    try seeds.apply()
    let first = try seeds.rows("TABLE t")
    try seeds.write(
      "t.json",
      """
      {"$defaults": {"a": {"$fake": "company.name"}}, "$rows": [
        {"k": "w"}, {"$repeat": 5, "k": "n{{n}}", "b": {"$fake": "internet.email"}},
        {"c": 1, "b": {"$fake": "internet.email"}, "a": {"$fake": "person.name"}, "k": "x"}]}
      """)
    #expect(try seeds.apply().summary == ["public.t +6 ~1 =0"])
    #expect(try seeds.rows("SELECT k, a, b, NULL FROM t WHERE k = 'x'") == first)
  }

  @Test func moreRecordsOfARepetitionLeaveTheOthersAlone() throws {
    let seeds = try Seeds(Self.schema)
    func write(_ count: Int, _ more: String = "") throws {
      try seeds.write(
        "people.json",
        #"{"$key": "email", "$rows": [{"$repeat": \#(count), \#(Self.all)}\#(more)]}"#)
    }
    try write(20)
    try seeds.apply()
    try write(30)
    #expect(try seeds.apply().summary == ["public.people +10 ~0 =20"])
    try write(30, #", {"email": {"$fake": "internet.email"}}, {"$repeat": 30, \#(Self.all)}"#)
    #expect(try seeds.apply().summary == ["public.people +31 ~0 =30"])
    #expect(try seeds.apply().summary == ["public.people +0 ~0 =61"])
  }

  @Test func theKindsThatFitAreNamed() throws {
    let seeds = try Seeds(Self.schema)
    func hint(_ column: String, _ fake: String) throws -> [String] {
      try seeds.write(
        "people.json",
        #"{"$key": "email", "$rows": [{"email": "e", "\#(column)": {"$fake": \#(fake)}}]}"#)
      return try seeds.problems().map { "\($0.code): \($0.hint ?? "-")" }
    }
    #expect(
      try hint("name", #""person.nmae""#) == ["seed.unknown_fake: did you mean \"person.name\"?"])
    #expect(
      try hint("name", #""email""#) == ["seed.unknown_fake: did you mean \"internet.email\"?"])
    #expect(
      try hint("born", #""person.name""#) == [
        "seed.type_mismatch: kinds that fit: date.past, date.future, date.between, date.birthday, "
          + "pick, weighted"
      ])
    #expect(
      try hint("active", #""uuid""#) == ["seed.type_mismatch: kinds that fit: bool, pick, weighted"]
    )
    #expect(
      try hint("age", #""commerce.price""#) == [
        "seed.type_mismatch: kinds that fit: number, pick, weighted"
      ])
    #expect(
      try hint("age", #""number", "max": 40000"#).first?.hasPrefix("seed.type_mismatch") == true)
    #expect(
      try hint("country", #""internet.email""#).first?.hasPrefix(
        "seed.type_mismatch: kinds that fit")
        == true)
    #expect(try hint("token", #""bool""#).first?.hasPrefix("seed.type_mismatch") == true)
    #expect(
      try hint("badge", #""weighted", "from": {"1": 1}"#) == [
        "seed.not_unique: kinds that fit: number, pick"
      ])
    #expect(
      try hint("name", #""lorem.words", "cuont": 3"#) == [
        "seed.bad_directive: did you mean \"count\"?"
      ])
    #expect(
      try hint("name", #""person.name", "min": 3"#) == [
        "seed.bad_directive: there is: \"locale\", \"optional\""
      ])
    #expect(try hint("email", #""internet.email", "optional": 0.1"#).count == 1)
  }

  @Test func aUniqueColumnThatRunsOutIsAnErrorAtItsRecord() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "people.json": """
        {"$key": "email", "$rows": [
          {"$repeat": 5, "email": "{{n}}", "badge": {"$fake": "number", "min": 1, "max": 3}}]}
        """
      ])
    #expect(try seeds.placedCodes() == ["seeds/people.json:2:45 seed.not_unique"])
  }

  @Test func oneValueThatIsPickedTwiceInAKeyIsAnError() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "people.json": """
        {"$key": "email", "$rows": [
          {"$repeat": 2, "email": {"$fake": "pick", "from": ["a", "a"]}}]}
        """
      ])
    #expect(try seeds.placedCodes() == ["seeds/people.json:2:3 seed.duplicate_key"])
  }

  /// A key that records give by a fake, and others by a value that may be the same.
  @Test func aValueThatAFakeComesToAsWellIsAnError() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY)",
      [
        "t.json": """
        [{"$repeat": 3, "k": {"$fake": "number", "min": 1, "max": 3}},
         {"k": 2}]
        """
      ])
    #expect(try seeds.problems().map(\.code) == ["seed.duplicate_key"])
  }

  @Test func neighboursAskForFakesOfTheirOwn() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "people.json": """
        {"$key": "email", "$rows": [
          {"email": "a", "age": {"$fake": "number", "min": 1, "max": 1}, "settings": {"$json": {}}},
          {"email": "b", "age": {"$fake": "number", "min": 2, "max": 2}, "settings": {"$json": []}},
          {"email": "c", "age": {"$fake": "number", "min": 2, "max": 2}, "settings": {"$json": 1}},
          {"email": "d", "age": {"$sql": "1 + 2"}, "settings": {"$json": null}},
          {"email": "e", "age": {"$sql": "2 + 2"}, "settings": {"$fake": "lorem.word"}},
          {"email": "f", "age": 5, "settings": {"fake": "lorem.word"}}]}
        """
      ])
    #expect(try seeds.apply().summary == ["public.people +6 ~0 =0"])
    #expect(
      try seeds.rows(
        "SELECT email, age, jsonb_typeof(settings) FROM people ORDER BY 1") == [
          "a|1|object", "b|2|array", "c|2|number", "d|3|null", "e|4|string", "f|5|object",
        ])
  }

  @Test func whateverTheOptionsAreARunEndsWithAPlaceOrWell() throws {
    var random = FixedRandom(state: FuzzEffort.seed &+ 77)
    let seeds = try Seeds(Self.schema)
    let columns = [
      "name", "nick", "age", "born", "seen", "wakes", "rating", "active", "token", "country",
      "bio", "plan", "settings", "address", "score", "code", "badge",
    ]
    let kinds = [
      "number", "commerce.price", "date.between", "date.past", "pick", "weighted", "lorem.slug",
      "internet.url", "person.name", "reference", "bool", "uuid", "Number", "", "address.latitude",
    ]
    let options = [
      "min", "max", "decimals", "from", "to", "count", "optional", "locale", "$fake", "x",
    ]
    let values = [
      "0", "-1", "1e400", "99999999999999999999", "0.1", "-9223372036854775808",
      "9223372036854775807", "1.000000000000000000001", "null", "true", "[]", "{}", "[1, \"a\"]",
      "{\"a\": 1}", "{\"free\": 0}", "{\"1\": 18446744073709551615}", "\"\"", "\"2024-02-30\"",
      "\"2024-02-29\"", "\"9999-12-31T23:59:59Z\"", "\"0001-01-01\"", "\"de\"", "\"{{n}}\"",
    ]
    var succeeded = 0
    for round in 0..<60 * FuzzEffort.factor {
      var records: [String] = []
      for number in 0..<(round % 2 == 0 ? 1 : 10) {
        let column = columns[random.upTo(columns.count)]
        var fake = "{\"$fake\": \"\(kinds[random.upTo(kinds.count)])\""
        var names = options.filter { $0 != "$fake" }
        for _ in 0..<random.upTo(3) {
          let name = names.remove(at: random.upTo(names.count))
          fake += ", \"\(name)\": \(values[random.upTo(values.count)])"
        }
        records.append("{\"$repeat\": 2, \"email\": \"\(number)-{{n}}\", \"\(column)\": \(fake)}}")
      }
      try seeds.write(
        "people.json", "{\"$key\": \"email\", \"$rows\": [\(records.joined(separator: ",\n"))]}")
      do {
        try seeds.apply()
        succeeded += 1
      } catch let problem as Problem {
        for problem in problem.all where problem.location == nil {
          Issue.record("\(problem) has no place: \(records)")
        }
      }
    }
    #expect(succeeded > 0)
  }
}
