import Postgres
import Seedbed
import TestSupport
import Testing

/// Columns that the server works out may be given: they are compared, and never written.
@Suite(.database) struct SeedGeneratedTests {
  static let schema = """
    CREATE TABLE t (k int PRIMARY KEY, v int,
      twice int GENERATED ALWAYS AS (v * 2) STORED, j jsonb GENERATED ALWAYS AS (CASE WHEN v > 1 THEN '{}'::jsonb END) STORED);
    """

  @Test func theValueThatTheyComeTo() throws {
    let seeds = try Seeds(
      Self.schema + "INSERT INTO t VALUES (1, 1), (2, 1);",
      [
        "t.json": """
        [{"k": 1, "v": 1, "twice": 2, "j": null}, {"k": 2, "v": 2, "twice": 4, "j": {}}, {"k": 3, "twice": null},
         {"k": 4, "v": 5, "twice": 10}]
        """
      ])
    #expect(try seeds.plan().changes.map { $0.fields.map(\.column) } == [["v"], [], ["v"]])
    #expect(try seeds.apply().summary == ["public.t +2 ~1 =1"])
    #expect(try seeds.rows("SELECT k, twice FROM t ORDER BY k") == ["1|2", "2|4", "3|-", "4|10"])
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.verify().hasChanges == false)
  }

  @Test(arguments: ["upsert", "insert", "update", "sync"])
  func anotherValueIsAnErrorWhereverItStands(mode: String) throws {
    let seeds = try Seeds(Self.schema + "INSERT INTO t VALUES (1, 1), (2, 1);")
    func problems(_ record: String) throws -> [String] {
      try seeds.write("t.json", #"{"$mode": "\#(mode)", "$rows": [\#(record)]}"#)
      let found = try seeds.problems()
      #expect(found.allSatisfy { $0.code == "seed.generated_column" }, "\(found)")
      return found.map { $0.location.map { "\($0.line ?? 0):\($0.column ?? 0)" } ?? "-" }
    }
    let isInsert = mode == "insert"
    let unchanged = try problems("\n{\"k\": 1, \"twice\": 3}")
    #expect(unchanged == (isInsert ? [] : ["2:19"]))
    let changed = try problems("\n{\"k\": 2, \"v\": 5, \"twice\": 3}")
    #expect(changed == (isInsert ? [] : ["2:27"]))
    let new = try problems("\n{\"k\": 3, \"v\": 5, \"twice\": 3}")
    #expect(new == (mode == "update" ? [] : ["2:27"]))
    #expect(try seeds.rows("SELECT k, v FROM t ORDER BY k") == ["1|1", "2|1"])
  }

  @Test func aKey() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE t (id serial PRIMARY KEY, name text NOT NULL, v text,
        slug text GENERATED ALWAYS AS (lower(name)) STORED UNIQUE);
      INSERT INTO t (name) VALUES ('Ada');
      """,
      ["t.json": #"[{"slug": "ada", "v": "x"}, {"slug": "bob", "name": "Bob"}]"#])
    #expect(try seeds.apply().summary == ["public.t +1 ~1 =0"])
    #expect(try seeds.rows("SELECT name, v, slug FROM t ORDER BY 1") == ["Ada|x|ada", "Bob|-|bob"])
    #expect(try seeds.apply().hasChanges == false)
    try seeds.write("t.json", "[{\"slug\": \"carl\", \"name\": \"Karl\"}]")
    #expect(try seeds.problems().count == 1)
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["2"])
  }
}
