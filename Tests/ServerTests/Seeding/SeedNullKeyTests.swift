import Postgres
import Seedbed
import TestSupport
import Testing

/// Keys that hold NULL: the row with NULL there is meant, and it is found as fast as any other.
@Suite(.database) struct SeedNullKeyTests {
  /// So many that comparing each with each takes tens of seconds.
  private static let count = 15_000

  /// The key is nullable in all its columns.
  private static func seeds(_ options: String = "") throws -> Seeds {
    try Seeds("CREATE TABLE t (a int, b int, v int\(options))")
  }

  /// - Parameter holdsNull: half of the records have NULL in one of the key's columns, half in the
  ///   other.
  private static func fixture(holdsNull: Bool, changing: Int? = nil) -> String {
    let records = (0..<count).map { number in
      let (a, b) = number % 2 == 0 ? ("null", "\(number)") : ("\(number)", "null")
      let key = holdsNull ? "\"a\": \(a), \"b\": \(b)" : "\"a\": \(number), \"b\": 1"
      return "{\(key), \"v\": \(number == changing ? 1 : 0)}"
    }
    return "{\"$key\": [\"a\", \"b\"], \"$rows\": [\(records.joined(separator: ",\n"))]}"
  }

  @Test(arguments: [", UNIQUE NULLS NOT DISTINCT (a, b)", ", UNIQUE (a, b)", ""])
  func isFoundAsFastAsAnyOther(index: String) throws {
    let seeds = try Self.seeds(index)
    var seconds: [Double] = []
    for holdsNull in [false, true] {
      try seeds.connection.execute("TRUNCATE t")
      try seeds.write("t.json", Self.fixture(holdsNull: holdsNull))
      #expect(try seeds.apply().summary == ["public.t +\(Self.count) ~0 =0"])
      let again = try seeds.apply()
      #expect(again.summary == ["public.t +0 ~0 =\(Self.count)"])
      seconds.append(again.seconds)
    }
    #expect(seconds[1] < seconds[0] * 8)
    try seeds.write("t.json", Self.fixture(holdsNull: true, changing: 7))
    #expect(try seeds.apply().summary == ["public.t +0 ~1 =\(Self.count - 1)"])
    #expect(try seeds.rows("SELECT a, b FROM t WHERE v = 1") == ["7|-"])
  }

  @Test func isLaidOverAsFastAsAnyOther() throws {
    let seeds = try Self.seeds(", UNIQUE NULLS NOT DISTINCT (a, b)")
    var seconds: [Double] = []
    for holdsNull in [false, true] {
      try seeds.connection.execute("TRUNCATE t")
      try seeds.write("t.json", Self.fixture(holdsNull: holdsNull))
      try seeds.write("development/t.json", Self.fixture(holdsNull: holdsNull, changing: 7))
      let report = try seeds.apply()
      #expect(report.summary == ["public.t +\(Self.count) ~0 =0"])
      #expect(try seeds.rows("SELECT count(*) FROM t WHERE v = 1") == ["1"])
      seconds.append(report.seconds)
    }
    #expect(seconds[1] < seconds[0] * 8)
  }

  /// A few records look into a large table by its index, in every pattern of NULL.
  @Test func aLargeTableIsNotReadWhole() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (a int, b int, v int, UNIQUE NULLS NOT DISTINCT (a, b));
      INSERT INTO t SELECT nullif(n % 100, 0), n, 0 FROM generate_series(1, 100000) n;
      INSERT INTO t VALUES (NULL, NULL, 0), (5, NULL, 0);
      """,
      [
        "t.json": """
        {"$key": ["a", "b"], "$rows": [{"a": null, "b": null, "v": 1}, {"a": 5, "b": null, "v": 1},
          {"a": null, "b": 100, "v": 1}, {"a": 1, "b": 1, "v": 1}]}
        """
      ])
    try seeds.connection.execute("VACUUM ANALYZE t")
    try seeds.connection.execute("SELECT pg_stat_reset()")
    #expect(try seeds.apply().summary == ["public.t +0 ~4 =0"])
    #expect(try seeds.rows("SELECT a, b FROM t WHERE v = 1 ORDER BY 1, 2").count == 4)
    #expect(try seeds.apply().hasChanges == false)
    #expect(
      try seeds.rows("SELECT seq_tup_read < 200000 FROM pg_stat_user_tables WHERE relname = 't'")
        == ["t"])
  }

  /// A reference to a row that is yet to be made is not NULL.
  @Test func aReferenceToANewRowIsNoNull() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE o (id serial PRIMARY KEY, n text UNIQUE);
      CREATE TABLE t (o int REFERENCES o, k int, v text, UNIQUE (o, k));
      INSERT INTO t VALUES (NULL, 1, 'none'), (NULL, NULL, 'nothing');
      """,
      [
        "o.json": #"[{"n": "x"}, {"n": "y"}]"#,
        "t.json": """
        {"$key": ["o", "k"], "$rows": [{"o": {"n": "x"}, "k": 1, "v": "x"},
          {"o": {"n": "y"}, "k": null, "v": "y"}, {"o": null, "k": 1, "v": "changed"},
          {"o": {"n": "x"}, "k": null, "v": "xn"}]}
        """,
        "development/t.json": #"[{"o": {"n": "y"}, "k": null, "v": "over"}]"#,
      ])
    #expect(try seeds.apply().summary == ["public.o +2 ~0 =0", "public.t +3 ~1 =0"])
    #expect(
      try seeds.rows("SELECT n, k, v FROM t LEFT JOIN o ON o.id = o ORDER BY v")
        == ["-|1|changed", "-|-|nothing", "y|-|over", "x|1|x", "x|-|xn"])
    #expect(try seeds.apply().hasChanges == false)
  }

  /// More nullable columns than patterns are spelt out for.
  @Test func inManyColumns() throws {
    let columns = (0..<6).map { "c\($0)" }
    let names = columns.joined(separator: ", ")
    let seeds = try Seeds(
      "CREATE TABLE t (\(columns.map { "\($0) int" }.joined(separator: ", ")), v int, UNIQUE (\(names)))"
    )
    let rows = (0..<64).map { number in
      let fields = columns.enumerated().map {
        "\"\($1)\": \(number & (1 << $0) == 0 ? "null" : "1")"
      }
      return "{\(fields.joined(separator: ", ")), \"v\": \(number)}"
    }
    let key = columns.map { "\"\($0)\"" }.joined(separator: ", ")
    try seeds.write("t.json", "{\"$key\": [\(key)], \"$rows\": [\(rows.joined(separator: ","))]}")
    #expect(try seeds.apply().summary == ["public.t +64 ~0 =0"])
    #expect(try seeds.apply().summary == ["public.t +0 ~0 =64"])
  }
}
