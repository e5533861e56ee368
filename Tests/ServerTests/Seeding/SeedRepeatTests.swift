import Postgres
import Seedbed
import TestSupport
import Testing

/// Whatever the shape of a table and its fixture: the second run finds nothing to do, the plan
/// agrees, and no row, sequence or trigger has moved.
@Suite(.database) struct SeedRepeatTests {
  struct Case: Sendable, CustomTestStringConvertible {
    let name: String
    let schema: String
    let files: [String: String]
    var testDescription: String { name }

    init(_ name: String, _ schema: String, _ files: [String: String]) {
      self.name = name
      self.schema = schema
      self.files = files
    }

    init(_ name: String, _ schema: String, t: String) {
      self.init(name, schema, ["t.json": t])
    }
  }

  static let cases = [
    Case(
      "layers with defaults and insert-only columns",
      "CREATE TABLE t (k int PRIMARY KEY, a text, b text, once text)",
      [
        "t.json": """
        {"$insertOnly": ["once"], "$defaults": {"a": "base", "once": "first"},
         "$rows": [{"k": 1}, {"k": 2, "a": "own"}, {"k": 3, "b": null}]}
        """,
        "development/t.json": """
        {"$defaults": {"b": "over", "once": "other"}, "$rows": [{"k": 2}, {"k": 4, "a": "new"}]}
        """,
      ]),
    Case(
      "mode insert", "CREATE TABLE t (k int PRIMARY KEY, a text)",
      t: #"{"$mode": "insert", "$rows": [{"k": 1, "a": {"$sql": "'x'", "always": true}}]}"#),
    Case(
      "mode update with rows that are not there",
      "CREATE TABLE t (k int PRIMARY KEY, a text); INSERT INTO t VALUES (1, 'old')",
      t: #"{"$mode": "update", "$rows": [{"k": 1, "a": "new"}, {"k": 2, "a": "none"}]}"#),
    Case(
      "NULL in the key", "CREATE TABLE t (a int, b text, c text, UNIQUE (a, b))",
      t: """
        {"$key": ["a", "b"], "$rows": [{"a": null, "b": "x", "c": "1"}, {"a": 1, "b": null},
          {"a": null, "b": null}, {"a": 1, "b": "x"}]}
        """),
    Case(
      "NULL in a key that holds it once",
      "CREATE TABLE t (a int UNIQUE NULLS NOT DISTINCT, c text)",
      t: #"[{"a": null, "c": "x"}, {"a": 1, "c": "y"}]"#),
    Case(
      "expressions of every run",
      "CREATE TABLE t (k int PRIMARY KEY, a text, b timestamptz, c int NOT NULL)",
      t: """
        {"$defaults": {"c": {"$sql": "40 + 2 -- the answer", "always": true}},
         "$rows": [{"k": 1, "a": {"$sql": "lower('X')", "always": true}, "b": {"$now": "1 day"}},
          {"k": 2, "b": {"$now": ""}, "c": 1}]}
        """),
    Case(
      "domains that some records leave out",
      """
      CREATE DOMAIN word AS varchar(5) NOT NULL DEFAULT 'dflt' CHECK (VALUE <> '');
      CREATE DOMAIN inner_key AS word CHECK (VALUE <> 'x');
      CREATE TABLE t (k inner_key PRIMARY KEY, a word, b word DEFAULT 'own', c int);
      """,
      t: #"[{"k": "1", "a": "abc"}, {"k": "2", "b": "abc", "c": 1}, {"k": "3"}]"#),
    Case(
      "arrays of composites and of domains",
      """
      CREATE DOMAIN small AS int CHECK (VALUE < 10);
      CREATE TYPE point3 AS (x small, y text, z int[]);
      CREATE TABLE t (k int PRIMARY KEY, p point3[], s small[], m point3, r int4range[]);
      """,
      t: #"""
        [{"k": 1, "p": [{"x": 1, "y": "a\\\"b,", "z": [1, null]}, null], "s": [1, 2],
          "m": {"y": "", "z": [[1, 2], [3, 4]]}, "r": [{"lower": 1}, "[3,5]"]}, {"k": 2, "p": []}]
        """#),
    Case(
      "partitions",
      """
      CREATE TABLE t (k int, region text, v text, PRIMARY KEY (k, region))
        PARTITION BY LIST (region);
      CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
      CREATE TABLE t_b PARTITION OF t DEFAULT;
      """, t: #"[{"k": 1, "region": "a", "v": "x"}, {"k": 1, "region": "b", "v": "y"}]"#),
    Case(
      "rows that move between partitions",
      """
      CREATE TABLE t (k int NOT NULL, region text, v text) PARTITION BY LIST (region);
      CREATE TABLE t_a PARTITION OF t FOR VALUES IN ('a');
      CREATE TABLE t_b PARTITION OF t FOR VALUES IN ('b');
      INSERT INTO t VALUES (1, 'a', 'x'), (2, 'b', 'y');
      """,
      t: """
        {"$key": ["k"], "$rows": [{"k": 1, "region": "b"}, {"k": 2, "region": "a", "v": "z"}]}
        """),
    Case(
      "a parent with rows of its children",
      """
      CREATE TABLE t (k int PRIMARY KEY, v text);
      CREATE TABLE child (extra int) INHERITS (t);
      INSERT INTO child VALUES (1, 'child', 1);
      """, t: #"[{"k": 1, "v": "parent"}, {"k": 2, "v": "x"}]"#),
    Case(
      "identity, generated and dropped columns, a view on top, unlogged",
      """
      CREATE UNLOGGED TABLE t (gone int, id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        k text UNIQUE, v int, w int GENERATED ALWAYS AS (v * 2) STORED);
      ALTER TABLE t DROP COLUMN gone;
      CREATE VIEW above AS SELECT * FROM t;
      """, t: #"[{"id": 7, "k": "a", "v": 1}, {"id": 8, "k": "b"}]"#),
    Case(
      "names of a stage's own, of PostgreSQL, and of 63 bytes",
      """
      CREATE SCHEMA "Other.Schema";
      CREATE TABLE "Other.Schema"."t.t" (_n int PRIMARY KEY, _g int, c0 text, l0 text, p0 int, s int,
        t text, x int, "åååååååååååååååååååååååååååååååx" text);
      CREATE TABLE pg_class (oid int PRIMARY KEY, "relname" text);
      CREATE FUNCTION public.count(int) RETURNS bigint LANGUAGE sql AS 'SELECT 666';
      CREATE FUNCTION public.now(text) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
      CREATE OPERATOR public.= (LEFTARG = int, RIGHTARG = text, FUNCTION = pg_catalog.texteq_);
      """.replacing(
        "CREATE OPERATOR public.= (LEFTARG = int, RIGHTARG = text, FUNCTION = pg_catalog.texteq_);",
        with: """
          CREATE FUNCTION never(int, int) RETURNS boolean LANGUAGE sql AS 'SELECT false';
          CREATE OPERATOR public.= (LEFTARG = int, RIGHTARG = int, FUNCTION = never);
          """),
      [
        "Other.Schema.t.t.json": """
        [{"_n": 1, "_g": 2, "c0": "x", "l0": "y", "p0": 3, "s": 4, "t": "t", "x": 5,
          "åååååååååååååååååååååååååååååååx": "long"}, {"_n": 2}]
        """,
        "pg_class.json": #"[{"oid": 1, "relname": "x"}]"#,
      ]),
    Case(
      "every column a key",
      """
      CREATE TABLE a (id serial PRIMARY KEY, n text UNIQUE);
      CREATE TABLE t (one int REFERENCES a, two int REFERENCES a, PRIMARY KEY (one, two));
      """,
      [
        "a.json": #"[{"n": "x"}, {"n": "y"}]"#,
        "t.json": """
        [{"one": {"n": "x"}, "two": {"n": "y"}}, {"one": {"n": "y"}, "two": {"n": "x"}},
         {"one": {"n": "x"}, "two": {"n": "x"}}]
        """,
      ]),
  ]

  static let equality =
    Case(
      "equality beyond bytes",
      """
      CREATE COLLATION loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false);
      CREATE DOMAIN loose_text AS text COLLATE loose;
      CREATE TABLE t (a text COLLATE loose UNIQUE, b char(5), n numeric(6,2), i interval,
        j json, d loose_text UNIQUE, q text COLLATE "C");
      INSERT INTO t VALUES ('ADA', 'x', 1, '1 day', '{"a": 1}', 'BOB', 'q');
      """,
      t: """
        {"$key": ["d"], "$rows": [{"d": "bob", "a": "ada", "b": "x ", "n": 1.005, "i": "24:00",
          "j": {"b": [1.0], "a": 1}, "q": "Q"}, {"d": "carl", "b": "", "j": [1, {}]}]}
        """)

  /// All that a run could touch: rows and their versions, sequences, what triggers have noted.
  static let state = """
    DO $$ DECLARE item record; BEGIN
      CREATE TEMP TABLE IF NOT EXISTS found (what text);
      TRUNCATE found;
      FOR item IN SELECT c.oid::regclass AS name, relkind FROM pg_class c
        JOIN pg_namespace n ON n.oid = relnamespace
        WHERE relkind IN ('r', 'S') AND nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        IF item.relkind = 'S' THEN
          EXECUTE format('INSERT INTO found SELECT %L || last_value || is_called FROM %s',
            item.name, item.name);
        ELSE
          EXECUTE format('INSERT INTO found SELECT %L || x.xmin || x.ctid || x::text FROM ONLY %s x',
            item.name, item.name);
        END IF;
      END LOOP;
    END $$;
    SELECT what FROM found ORDER BY 1
    """

  @Test(.offered(.icu)) func theSecondRunWritesNothingThatIsOnlyEqual() throws {
    try theSecondRunWritesNothing(Self.equality)
  }

  @Test(arguments: cases) func theSecondRunWritesNothing(_ given: Case) throws {
    let seeds = try Seeds(given.schema, given.files)
    try seeds.connection.run(
      simple: """
        CREATE TABLE public.fired (what text);
        CREATE FUNCTION public.fire() RETURNS trigger LANGUAGE plpgsql AS
          $$ BEGIN INSERT INTO public.fired VALUES (tg_op); RETURN NULL; END $$;
        DO $$ DECLARE item text; BEGIN
          FOR item IN SELECT c.oid::regclass FROM pg_class c JOIN pg_namespace n
            ON n.oid = relnamespace WHERE relkind IN ('r', 'p') AND nspname !~ '^pg_'
            AND nspname <> 'information_schema' AND relname <> 'fired' LOOP
            EXECUTE format('CREATE TRIGGER f AFTER INSERT OR UPDATE OR DELETE ON %s
              FOR EACH STATEMENT EXECUTE FUNCTION public.fire()', item);
          END LOOP;
        END $$
        """)
    let plan = try seeds.plan()
    #expect(try seeds.rows("SELECT count(*) FROM fired") == ["0"])
    let first = try seeds.apply()
    #expect(first.summary == plan.summary)
    #expect(first.hasChanges)
    let before = try seeds.rows(Self.state)
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.rows(Self.state) == before)
    #expect(try seeds.plan().hasChanges == false)
    #expect(try seeds.plan().changes.isEmpty)
    #expect(try seeds.verify().hasChanges == false)
  }

  @Test func sessionsThatReadTextInTheirOwnWay() throws {
    var seeds = try Seeds(
      "CREATE TABLE t (k date PRIMARY KEY, ts timestamptz, iv interval, f float8, b bytea)",
      [
        "t.json": #"""
        [{"k": "2026-02-03", "ts": "2026-02-03 04:05:06", "iv": "1 day -02:00",
          "f": 0.1, "b": "\\x00"}]
        """#
      ])
    seeds.session = """
      SET DateStyle = 'SQL, DMY'; SET TimeZone = 'Asia/Tokyo'; SET IntervalStyle = 'sql_standard';
      SET extra_float_digits = -5; SET bytea_output = 'escape'; SET statement_timeout = '1h';
      SET default_transaction_read_only = on; SET default_transaction_isolation = 'serializable';
      SET default_transaction_deferrable = on; SET standard_conforming_strings = off;
      SET search_path = ''; SET row_security = off; SET lc_messages = 'C'
      """
    #expect(try seeds.apply().summary == ["public.t +1 ~0 =0"])
    #expect(
      try seeds.rows("SET TimeZone = 'UTC'; SELECT k, ts, iv, f, b FROM t")
        == [#"2026-02-03|2026-02-03 04:05:06+00|1 day -02:00:00|0.1|\x00"#])
    seeds.session += "; SET default_transaction_isolation = 'repeatable read'"
    #expect(try seeds.apply().hasChanges == false)
  }
}
