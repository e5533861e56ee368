import Seedbed
import TestSupport
import Testing

/// Records that follow others of a different shape: other fields, another order, other kinds of
/// values.
@Suite(.database) struct SeedShapeTests {
  @Test func fieldsComeInAnyOrderAndWithGaps() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY, a text, b text, c text DEFAULT 'c')",
      [
        "t.json": #"""
        [{"k": 1, "a": "a\t1", "b": "b1", "c": "c1"}, {"c": "c2", "b": "b\\2", "a": "a2", "k": 2},
         {"k": 3, "c": "c3"}, {"b": null, "k": 4}, {"a": "", "k": 5, "c": null},
         {"k": 6, "a": "a6", "b": "b6", "c": "c6"}]
        """#
      ])
    #expect(try seeds.apply().summary == ["public.t +6 ~0 =0"])
    #expect(
      try seeds.rows("SELECT * FROM t ORDER BY k") == [
        "1|a\t1|b1|c1", "2|a2|b\\2|c2", "3|-|-|c3", "4|-|-|c", "5||-|-",
        "6|a6|b6|c6",
      ])
    #expect(try seeds.apply().summary == ["public.t +0 ~0 =6"])
  }

  @Test func aColumnTakesScalarsObjectsArraysAndDirectivesInTurn() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY, j jsonb)",
      [
        "t.json": #"""
        [{"k": 1, "j": 1}, {"k": 2, "j": {"a": 1}}, {"k": 3, "j": "x"}, {"k": 4, "j": {}},
         {"k": 5, "j": [1, {"$sql": "2"}]}, {"k": 6, "j": {"$sql": "'\"six\"'"}},
         {"k": 7, "j": {"$json": {"$sql": "7"}}}, {"k": 8, "j": {"a": {"$sql": "8"}}},
         {"\u006b": 9, "j": {"b": 9}}, {"k": 10, "j": {"$sql": "'\"ten\"'"}}]
        """#
      ])
    #expect(try seeds.apply().summary == ["public.t +10 ~0 =0"])
    #expect(
      try seeds.rows("SELECT j FROM t ORDER BY k") == [
        "1", #"{"a": 1}"#, #""x""#, "{}", #"[1, {"$sql": "2"}]"#, #""six""#, #"{"$sql": "7"}"#,
        #"{"a": {"$sql": "8"}}"#, #"{"b": 9}"#, #""ten""#,
      ])
  }

  @Test func aReferenceIsAnIdOrAnObjectInTurn() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE p (id int PRIMARY KEY, a text, b text, UNIQUE (a, b));
      CREATE TABLE t (k int PRIMARY KEY, p int REFERENCES p);
      """,
      [
        "p.json": #"[{"id": 1, "a": "x", "b": "y"}, {"id": 2, "a": "x", "b": "z"}]"#,
        "t.json": #"""
        [{"k": 1, "p": {"a": "x", "b": "y"}}, {"k": 2, "p": {"b": "z", "a": "x"}}, {"k": 3, "p": 2},
         {"k": 4, "p": {"id": 1}}, {"k": 5, "p": {"a": "x", "b": "z"}}, {"k": 6, "p": null}]
        """#,
      ])
    #expect(try seeds.apply().summary == ["public.p +2 ~0 =0", "public.t +6 ~0 =0"])
    #expect(try seeds.rows("SELECT p FROM t ORDER BY k") == ["1", "2", "2", "1", "2", "-"])
    #expect(try seeds.apply().summary == ["public.p +0 ~0 =2", "public.t +0 ~0 =6"])
  }

  @Test func aMistakenRecordLeavesNothingOfItselfInTheNext() throws {
    let seeds = try Seeds(
      "CREATE TABLE t (k int PRIMARY KEY, a int, b text, m timestamp)",
      [
        "t.json": #"""
        [{"k": 1, "a": 1, "b": "b", "m": "2026-01-02 03:04:05"},
         {"k": 2, "a": "two", "b": "b", "m": "2026-01-02 03:04:05"},
         {"k": 3, "a": 3, "b": "b", "m": "2026-01-02 03:04:05+02"},
         {"k": 4, "a": 99999999999, "b": "b", "m": "now"}]
        """#
      ])
    #expect(
      try seeds.placedCodes() == [
        "seeds/t.json:2:16 seed.type_mismatch", "seeds/t.json:3:34 seed.lost_offset",
        "seeds/t.json:4:16 seed.out_of_range", "seeds/t.json:4:44 seed.moving_time",
      ])
    #expect(try seeds.rows("SELECT count(*) FROM t") == ["0"])
  }
}
