import Seedbed
import TestSupport
import Testing

/// A dump loaded into an empty copy makes the same rows, and leaves nothing to do.
@Suite(.database) struct DumpRoundTripTests {
  static let types = """
    CREATE TYPE mood AS ENUM ('fine', 'it''s "so", \\', 'Ж{}');
    CREATE TYPE place AS (street text, number int, mood mood, tags text[]);
    CREATE DOMAIN short AS varchar(10) CHECK (VALUE <> 'never');
    CREATE TABLE kinds (
      code text PRIMARY KEY, i2 smallint, i8 bigint, num numeric, money2 numeric(12,2), f4 real,
      f8 double precision, flag boolean, chars char(5), limited varchar(8), short short,
      raw bytea, day date, clock time, zoned timetz, local timestamp, moment timestamptz,
      span interval, id uuid, bits bit(3), net inet, mood mood, place place, places place[],
      ints int[], grid int[], words text[], shifted int[], moods mood[], docs jsonb[],
      range int4range, spans tstzrange[], ranges nummultirange, doc jsonb, text_doc json, page text,
      point point, box box[], vector tsvector,
      twice int GENERATED ALWAYS AS (i2 * 2) STORED);
    """

  static let kinds = """
    INSERT INTO kinds (code, i2, i8, num, money2, f4, f8, flag, chars, limited, short, raw, day,
      clock, zoned, local, moment, span, id, bits, net, mood, place, places, ints, grid, words,
      shifted, moods, docs, range, spans, ranges, doc, text_doc, page, point, box, vector)
    VALUES
    ('full', -32768, 9223372036854775807, 12345678901234567890.12345678901234567890, 0.10, 1e-30,
      0.1, true, 'ab', 'Ж "x" \\', 'a', '\\x00ff5c22', '0044-03-15 BC', '23:59:59.999999',
      '04:05:06-08', '2026-03-01 12:30:00.000001', '2026-03-01 12:30:00+02', '1 mon -2 days 03:04',
      '9b2f8a54-3c1e-4f0b-8d6a-5e7c10f2a3b4', B'101', '10.0.0.0/8', 'it''s "so", \\',
      ROW('a "b", (c) \\', NULL, 'Ж{}', ARRAY['x', NULL, '', 'y"z']),
      ARRAY[ROW('', 1, NULL, '{}')::place, NULL], '{1,NULL,3}', '{{1,2},{3,4}}',
      ARRAY['NULL', NULL, '', 'a,b', '{"q"}', E'line\\nbreak\\ttab'], '[0:2]={1,2,3}', '{fine}',
      ARRAY['{"$a": [1, null]}', '[1,2]', '"text"']::jsonb[], '[1,5)', '{"[2026-01-01,)"}',
      '{[1,2),(3,4]}', '{"b": 1.50, "a": [true, null, {"$x": "é\\u0001"}]}', '{"z":1,"a":[1]}',
      '<a b="c">d</a>', '(1.5,-2)', '{(2,2),(1,1);(4,4),(3,3)}', 'a fat cat'),
    ('edges', 0, 0, 'NaN', 1.50, 'Infinity', '-Infinity', false, '', '', '', '', 'infinity',
      '00:00', '00:00+00', '-infinity', 'infinity', '-00:00:01', NULL, B'000', '::1', 'fine',
      ROW(NULL, NULL, NULL, NULL), '{}', '{}', '{}', '{}', '{}', '{}', ARRAY['null']::jsonb[],
      'empty', '{}', '{}', 'null', 'null', '', '(0,0)', '{}', ''),
    ('marked', NULL, 9007199254740993, 1e-20, NULL, 'NaN', 1.7976931348623157e308, NULL, NULL,
      NULL, NULL, NULL, '2026-01-01', NULL, NULL, NULL, '0001-01-01 00:00:00+00 BC', NULL, NULL,
      NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, '(,)', NULL, NULL,
      '{"$in": ["a"]}', '{"$sql":"now()"}', NULL, NULL, NULL, NULL),
    ('twice', 1, NULL, 100, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL,
      NULL, NULL, '"a string"', '{"a":1,"a":2}', NULL, NULL, NULL, NULL);
    """

  @Test func `every type comes back exactly`() throws {
    let dumps = try Dumps(Self.types, rows: Self.kinds)
    let rows = "SET extra_float_digits = 1; SELECT t::text FROM kinds t ORDER BY code"
    let before = try dumps.seeds.rows(rows)
    try dumps.write()
    let first = try dumps.files()
    try #require(try dumps.loadIntoEmptyCopy().totals.inserted == 4)
    for (after, before) in zip(try dumps.seeds.rows(rows), before) { #expect(after == before) }
    let plan = try dumps.seeds.plan()
    #expect(!plan.hasChanges, "\(plan.changes)")
    try dumps.write(to: "again")
    #expect(try dumps.files(in: "again") == first)
  }

  @Test(.offered(.xml)) func `xml comes back exactly`() throws {
    let dumps = try Dumps(
      "CREATE TABLE t (k int PRIMARY KEY, page xml)",
      rows: #"INSERT INTO t VALUES (1, '<a b="c">d</a>'), (2, ''), (3, NULL)"#)
    try dumps.write()
    try #require(try dumps.loadIntoEmptyCopy().totals.inserted == 3)
    #expect(try dumps.seeds.rows("TABLE t ORDER BY k") == [#"1|<a b="c">d</a>"#, "2|", "3|-"])
    #expect(try !dumps.seeds.plan().hasChanges)
  }

  @Test func `white space in json is not kept`() throws {
    let dumps = try Dumps(
      "CREATE TABLE t (k int PRIMARY KEY, j json)",
      rows: #"INSERT INTO t VALUES (1, E'{ "a" :\n [1, 2.0] }'), (2, '{ "$a": "\u00e9" }')"#)
    let text = try dumps.text("t")
    #expect(
      text == """
        [
          {"k": 1, "j": {"a":[1,2.0]}},
          {"k": 2, "j": {"$json": {"$a":"\\u00e9"}}}
        ]

        """)
    try dumps.write()
    _ = try dumps.loadIntoEmptyCopy()
    #expect(try dumps.text("t") == text)
    #expect(try !dumps.seeds.plan().hasChanges)
  }

  /// A tree, a circle of tables, composite keys, a key through keys, a join table, a table without
  /// a key, a partitioned table, quoted names, a second schema.
  static let graph = """
    CREATE SCHEMA billing;
    CREATE TABLE orgs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      slug text NOT NULL UNIQUE, owner_id bigint);
    CREATE TABLE users (id bigserial PRIMARY KEY, email text NOT NULL UNIQUE,
      public_id uuid NOT NULL UNIQUE DEFAULT gen_random_uuid(),
      org_id bigint NOT NULL REFERENCES orgs, manager_id bigint REFERENCES users,
      active boolean NOT NULL DEFAULT true, note text DEFAULT 'none');
    ALTER TABLE orgs ADD FOREIGN KEY (owner_id) REFERENCES users DEFERRABLE;
    CREATE TABLE "Projects" (id serial PRIMARY KEY, org_id bigint NOT NULL REFERENCES orgs,
      "key" text NOT NULL, "Über Name" text, UNIQUE (org_id, "key"), UNIQUE (org_id, id));
    CREATE TABLE tasks (project_id int NOT NULL, org_id bigint NOT NULL REFERENCES orgs, no int,
      parent int, title text NOT NULL, PRIMARY KEY (project_id, no),
      FOREIGN KEY (org_id, project_id) REFERENCES "Projects" (org_id, id),
      FOREIGN KEY (project_id, parent) REFERENCES tasks (project_id, no));
    CREATE TABLE billing.members (user_id bigint REFERENCES users, project_id int
      REFERENCES "Projects", since date, PRIMARY KEY (user_id, project_id));
    CREATE TABLE tree (id int GENERATED BY DEFAULT AS IDENTITY PRIMARY KEY,
      parent_id int NOT NULL REFERENCES tree, name text NOT NULL, UNIQUE (parent_id, name));
    CREATE TABLE log (at timestamptz NOT NULL, user_id bigint REFERENCES users, line text,
      details json);
    CREATE TABLE events (org_id bigint NOT NULL REFERENCES orgs, on_day date NOT NULL, what text,
      PRIMARY KEY (org_id, on_day)) PARTITION BY RANGE (on_day);
    CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    CREATE TABLE events_2026 PARTITION OF events FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    CREATE TABLE notices (id serial PRIMARY KEY, org_id bigint, on_day date,
      FOREIGN KEY (org_id, on_day) REFERENCES events);
    """

  static let graphRows = """
    SELECT setval('users_id_seq', 70), setval('orgs_id_seq', 40), setval('"Projects_id_seq"', 9);
    BEGIN;
    INSERT INTO orgs (slug) VALUES ('zeta'), ('acme'), ('Beta');
    INSERT INTO users (email, org_id, note, active) SELECT e, o.id, n, a FROM (VALUES
      ('bob@x', 'acme', 'none', true), ('ada@x', 'acme', NULL, false), ('Cleo@x', 'zeta', 'hi', true)
      ) v(e, s, n, a) JOIN orgs o ON o.slug = s;
    UPDATE users SET manager_id = (SELECT id FROM users WHERE email = 'ada@x')
      WHERE email <> 'ada@x';
    UPDATE orgs SET owner_id = (SELECT min(id) FROM users WHERE org_id = orgs.id);
    INSERT INTO "Projects" (org_id, "key", "Über Name")
      SELECT id, k, 'Ü "' || k FROM orgs, unnest(ARRAY['OPS', 'WEB']) k;
    INSERT INTO tasks SELECT id, org_id, n, nullif(n - 1, 0), 'task ' || n
      FROM "Projects", generate_series(1, 3) n;
    INSERT INTO billing.members SELECT u.id, p.id, '2026-01-01' FROM users u
      JOIN "Projects" p USING (org_id);
    INSERT INTO tree VALUES (1, 1, 'root'), (2, 1, 'a'), (3, 2, 'b');
    INSERT INTO log SELECT '2026-01-01'::timestamptz, id, 'hello', '{"a":1}'::json FROM users
      UNION ALL SELECT '2026-01-02', NULL, NULL, NULL;
    INSERT INTO events SELECT id, d::date, 'x' FROM orgs, unnest(ARRAY['2025-06-01', '2026-06-01']) d;
    INSERT INTO notices (org_id, on_day) SELECT org_id, on_day FROM events;
    COMMIT;
    """

  static let graphView = """
    SELECT 'org', o.slug, u.email, NULL FROM orgs o LEFT JOIN users u ON u.id = o.owner_id
    UNION ALL SELECT 'user', u.email, o.slug, concat_ws('|', m.email, u.active, u.note, u.public_id)
      FROM users u JOIN orgs o ON o.id = u.org_id LEFT JOIN users m ON m.id = u.manager_id
    UNION ALL SELECT 'task', o.slug, p."key", concat_ws('|', t.no, t.parent, t.title, p."Über Name")
      FROM tasks t JOIN "Projects" p ON p.id = t.project_id JOIN orgs o ON o.id = p.org_id
    UNION ALL SELECT 'member', u.email, p."key", m.since::text
      FROM billing.members m JOIN users u ON u.id = m.user_id JOIN "Projects" p ON p.id = m.project_id
    UNION ALL SELECT 'tree', t.id::text, t.parent_id::text, t.name FROM tree t
    UNION ALL SELECT 'log', l.at::text, u.email, concat_ws('|', l.line, l.details)
      FROM log l LEFT JOIN users u ON u.id = l.user_id
    UNION ALL SELECT 'event', o.slug, e.on_day::text, e.tableoid::regclass::text
      FROM events e JOIN orgs o ON o.id = e.org_id
    UNION ALL SELECT 'notice', n.id::text, o.slug, n.on_day::text
      FROM notices n LEFT JOIN orgs o ON o.id = n.org_id
    ORDER BY 1, 2, 3, 4
    """

  @Test func `a graph comes back without its ids`() throws {
    var dumps = try Dumps(Self.graph, rows: Self.graphRows)
    dumps = dumps.looking(in: ["public", "billing"])
    let before = try dumps.seeds.rows(Self.graphView)
    let report = try dumps.write()
    #expect(!report.tables.contains { $0.table.hasPrefix("public.events_") })
    let first = try dumps.files()
    #expect(
      first["orgs.json"]?.contains(#"{"slug": "acme", "owner_id": {"email": "bob@x"}}"#) == true)
    #expect(first["users.json"]?.contains(#""id""#) == false)
    try #require(try dumps.loadIntoEmptyCopy().totals.inserted == report.rows)
    #expect(try dumps.seeds.rows(Self.graphView) == before)
    let plan = try dumps.seeds.plan()
    #expect(!plan.hasChanges, "\(plan.changes)")
    try dumps.write(to: "again")
    #expect(try dumps.files(in: "again") == first)
  }

  @Test func `the world's countries, subdivisions and languages come back`() throws {
    let seeds = try ReferenceDataTests.seeds()
    let loaded = try seeds.apply()
    let dumps = Dumps(of: seeds, schema: ReferenceDataTests.schema)
    let view = """
      SELECT 's', s.code, s.name, s.type, p.code, c.alpha_2 || c.name FROM subdivisions s
      LEFT JOIN subdivisions p ON p.id = s.parent_id
      JOIN countries c ON c.id = s.country_id
      UNION ALL SELECT 'l', alpha_3, name, inverted_name, scope::text, type::text FROM languages
      ORDER BY 1, 2
      """
    let before = try seeds.rows(view)
    for name in try dumps.files().keys { try seeds.folder.remove("seeds/\(name)") }
    let report = try dumps.write()
    #expect(report.rows == loaded.totals.inserted)
    let first = try dumps.files()
    #expect(try dumps.loadIntoEmptyCopy().totals.inserted == report.rows)
    #expect(try seeds.rows(view) == before)
    #expect(try !seeds.plan().hasChanges)
    try dumps.write(to: "again")
    #expect(try dumps.files(in: "again") == first)
  }

  @Test func `one record a line comes back as well, its key beside it`() throws {
    var dumps = try Dumps(Self.graph, rows: Self.graphRows)
    dumps = dumps.looking(in: ["public", "billing"])
    let before = try dumps.seeds.rows(Self.graphView)
    try dumps.write { $0.format = .jsonLines }
    #expect(try dumps.files()["users.json"] == "{\n  \"$key\": [\"email\"],\n  \"$rows\": []\n}\n")
    _ = try dumps.loadIntoEmptyCopy()
    #expect(try dumps.seeds.rows(Self.graphView) == before)
    #expect(try !dumps.seeds.plan().hasChanges)
  }

  @Test func `the ids stay where they are to be kept`() throws {
    var dumps = try Dumps(Self.graph, rows: Self.graphRows)
    dumps = dumps.looking(in: ["public", "billing"])
    let ids =
      "SELECT 'u', id, org_id FROM users UNION ALL SELECT 'p', id, org_id FROM \"Projects\" ORDER BY 1, 2"
    let before = try dumps.seeds.rows(ids)
    try dumps.write { $0.keepsIDs = true }
    _ = try dumps.loadIntoEmptyCopy()
    #expect(try dumps.seeds.rows(ids) == before)
    #expect(try !dumps.seeds.plan().hasChanges)
  }
}

extension Dumps {
  func looking(in schemas: [String]) -> Dumps {
    var copy = self
    copy.seeds.schemas = schemas
    return copy
  }
}
