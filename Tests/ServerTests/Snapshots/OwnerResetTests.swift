import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// Resets by a role that owns the database and may do no more: triggers and keys stay in force.
@Suite(.database) struct OwnerResetTests {
  private static let teams = """
    CREATE TABLE teams (id int PRIMARY KEY, lead int NOT NULL, name text UNIQUE);
    CREATE TABLE people (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      team int NOT NULL REFERENCES teams ON DELETE CASCADE,
      boss int REFERENCES people ON DELETE SET NULL, name text UNIQUE, salary numeric DEFAULT 1);
    ALTER TABLE teams ADD FOREIGN KEY (lead) REFERENCES people ON DELETE RESTRICT;
    WITH people AS (INSERT INTO people (id, team, boss, name) OVERRIDING SYSTEM VALUE
      SELECT n, n % 2 + 1, nullif(n / 2, 0), 'p' || n FROM generate_series(1, 40) n)
    INSERT INTO teams VALUES (1, 2, 'a'), (2, 1, 'b');
    CREATE TABLE links (parent uuid REFERENCES links ON DELETE CASCADE, id uuid PRIMARY KEY);
    INSERT INTO links SELECT md5(nullif(n / 3, 0)::text)::uuid, md5(n::text)::uuid
      FROM generate_series(1, 20) n;
    CREATE TABLE bills (code text PRIMARY KEY, next text NOT NULL REFERENCES bills,
      person int REFERENCES people ON DELETE RESTRICT, changed_at timestamptz DEFAULT now());
    INSERT INTO bills VALUES ('x', 'y', 1), ('y', 'z', 2), ('z', 'x', NULL);
    CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN NEW.changed_at := now(); RETURN NEW; END $$;
    CREATE TRIGGER touch BEFORE UPDATE ON bills FOR EACH ROW EXECUTE FUNCTION touch();
    """

  @Test func `rows are put right beside keys of every kind`() throws {
    let shop = try SnapshotProject(byOwner: true, Self.teams)
    try shop.settle()
    let state = try shop.state()
    let changes = [
      "UPDATE people SET name = name || '!', salary = 2",
      "UPDATE people SET boss = 7, team = 1; UPDATE teams SET lead = 9 WHERE id = 1",
      "UPDATE people SET team = 3 - team; UPDATE teams SET lead = 3 - lead",
      "TRUNCATE teams, people, bills RESTART IDENTITY",
      "DELETE FROM people WHERE id BETWEEN 5 AND 9",
      // The same key, another row.
      """
      DELETE FROM people WHERE id = 30;
      INSERT INTO people (id, team, name) OVERRIDING SYSTEM VALUE VALUES (30, 1, 'p99')
      """,
      """
      WITH new AS (INSERT INTO teams VALUES (3, 41, 'c'))
      INSERT INTO people (id, team, name) OVERRIDING SYSTEM VALUE VALUES (41, 3, 'new');
      UPDATE people SET team = 3 WHERE id > 20; INSERT INTO bills VALUES ('n', 'x', 41)
      """,
      "UPDATE people SET name = 'p' || 40 + id; VACUUM FULL people; UPDATE people SET salary = 0",
      "DELETE FROM links WHERE parent IS NULL",
      "UPDATE links SET parent = id; INSERT INTO links SELECT id, gen_random_uuid() FROM links",
      "UPDATE bills SET next = code; INSERT INTO bills VALUES ('m', 'x')",
      "DELETE FROM bills; DELETE FROM visits WHERE id % 2 = 0; SELECT nextval('visits_id_seq')",
      "INSERT INTO customers (email) VALUES ('zoe'); INSERT INTO log VALUES ('same'), ('same')",
    ]
    for change in changes {
      for statement in change.split(separator: ";") { try shop.run(String(statement)) }
      let report = try shop.reset()
      #expect(report.way == .rows, "\(change): \(report.reason)")
      #expect(try shop.state().difference(from: state).isEmpty, "\(change)")
      #expect(try shop.reset().way == .unchanged, "\(change)")
    }
  }

  @Test(arguments: [
    // A trigger writes to the row, or elsewhere.
    ("", "UPDATE customers SET name = 'Eve'", "triggers of public.customers would react"),
    (
      """
      CREATE TABLE parts (id int PRIMARY KEY);
      CREATE TABLE pieces (part int REFERENCES parts ON DELETE CASCADE);
      CREATE FUNCTION told() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN INSERT INTO log VALUES (TG_OP); RETURN NULL; END $$;
      CREATE TRIGGER told AFTER DELETE ON pieces EXECUTE FUNCTION told();
      """, "INSERT INTO parts VALUES (1)", "triggers of public.parts would react"
    ),
    // A key that leads to other rows than the ones with its primary key.
    (
      """
      CREATE TABLE tags (id int PRIMARY KEY, name text UNIQUE);
      CREATE TABLE uses (tag text REFERENCES tags (name) ON UPDATE CASCADE ON DELETE CASCADE);
      INSERT INTO tags VALUES (1, 'a'), (2, 'b'); INSERT INTO uses VALUES ('a'), ('b');
      """, "DELETE FROM tags; INSERT INTO tags VALUES (7, 'a')", "would be changed with its rows"
    ),
    (
      """
      CREATE TABLE rates (rate numeric PRIMARY KEY);
      CREATE TABLE taxes (rate numeric REFERENCES rates ON UPDATE CASCADE ON DELETE CASCADE);
      INSERT INTO rates VALUES (1.0); INSERT INTO taxes VALUES (1.0);
      """, "UPDATE rates SET rate = 1.00", "would be changed with its rows"
    ),
    (
      """
      CREATE TABLE kinds (id int PRIMARY KEY) PARTITION BY RANGE (id);
      CREATE TABLE kinds_1 PARTITION OF kinds FOR VALUES FROM (0) TO (10);
      CREATE TABLE things (kind int REFERENCES kinds ON DELETE CASCADE);
      INSERT INTO kinds VALUES (1); INSERT INTO things VALUES (1);
      """, "UPDATE kinds SET id = 1", "would be changed with its rows"
    ),
    // Unique values that pass from one row to another, both staying where they are.
    (
      """
      CREATE TABLE seats (id int PRIMARY KEY, place int UNIQUE DEFERRABLE,
        neighbour int REFERENCES seats ON DELETE SET NULL, number int UNIQUE);
      INSERT INTO seats VALUES (1, 1, 2, 1), (2, 2, 1, 2);
      """, "UPDATE seats SET number = 3 WHERE id = 1; UPDATE seats SET number = 3 - id",
      "row by row it did not go"
    ),
    ("", "SELECT lo_create(4711)", "large objects were changed"),
    ("", "INSERT INTO visits (page) VALUES (''); REFRESH MATERIALIZED VIEW pages", "refreshed"),
  ])
  func `where something would react, a copy is made`(
    _ schema: String, _ change: String, _ reason: String
  ) throws {
    let shop = try SnapshotProject(byOwner: true, schema)
    try shop.settle()
    let state = try shop.state()
    for statement in change.split(separator: ";") { try shop.run(String(statement)) }
    let report = try shop.reset()
    #expect(report.way == .copy)
    #expect(report.reason.contains(reason), "\(report.reason)")
    #expect(try shop.state().difference(from: state).isEmpty)
  }
}
