import Postgres
import Seedbed
import TestSupport
import Testing

/// A set too large to be compared without a stage, with nothing to do.
@Suite(.database) struct UnchangedRunTests {
  private let seeds: Seeds
  private static let count = 25_000

  init() throws {
    seeds = try Seeds(
      """
      CREATE TABLE t (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k text UNIQUE NOT NULL,
        parent_id int REFERENCES t, v text, n numeric(8,2));
      CREATE SEQUENCE fired;
      CREATE FUNCTION fire() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM nextval('fired'); RETURN NULL; END $$;
      CREATE TRIGGER rows AFTER INSERT OR UPDATE OR DELETE ON t
        FOR EACH ROW EXECUTE FUNCTION fire();
      CREATE TRIGGER statements BEFORE INSERT OR UPDATE OR DELETE OR TRUNCATE ON t
        FOR EACH STATEMENT EXECUTE FUNCTION fire();
      """)
    let filler = String(repeating: "x", count: 40)
    let records = (0..<Self.count).map {
      #"{"k": "k\#($0)", "parent_id": {"k": "k\#($0 / 2)"}, "v": "\#(filler)", "n": 1.005}"#
    }
    try seeds.write("t.jsonl", records.joined(separator: "\n"))
  }

  /// Places and versions of all rows, and how far the sequences are.
  private func state() throws -> [String] {
    try seeds.rows(
      """
      SELECT md5(string_agg(concat_ws('|', ctid, xmin, t::text), ',' ORDER BY id)) FROM t
      UNION ALL SELECT last_value::text FROM t_id_seq UNION ALL SELECT last_value::text FROM fired
      UNION ALL SELECT pg_total_relation_size('t')::text
      """)
  }

  @Test func noRowNoSequenceValueNoTrigger() throws {
    #expect(try seeds.apply().summary == ["public.t +\(Self.count) ~0 =0"])
    try seeds.connection.run(simple: "VACUUM ANALYZE t")
    let before = try state()
    #expect(try seeds.apply().summary == ["public.t +0 ~0 =\(Self.count)"])
    #expect(try seeds.verify().hasChanges == false)
    #expect(try state() == before)
  }
}
