import Seedbed
import TestSupport
import Testing

/// `{"$fake": "reference"}` refers to any row that is there.
@Suite(.database) struct RandomReferenceTests {
  static let schema = """
    CREATE TABLE orgs (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug text UNIQUE);
    CREATE TABLE users (
      email text PRIMARY KEY, org_id int NOT NULL REFERENCES orgs,
      friend text REFERENCES users);
    """
  static let users =
    #"[{"$repeat": 2000, "email": "{{n}}", "org_id": {"$fake": "reference"}}]"#

  @Test func rowsOfTheSameRunAreChosenEvenly() throws {
    let seeds = try Seeds(
      Self.schema,
      ["orgs.json": #"[{"$repeat": 10, "slug": "org-{{n}}"}]"#, "users.json": Self.users])
    #expect(try seeds.apply().summary == ["public.orgs +10 ~0 =0", "public.users +2000 ~0 =0"])
    #expect(
      try seeds.rows(
        """
        SELECT count(*), bool_and(c BETWEEN 140 AND 260)
        FROM (SELECT count(*) AS c FROM users GROUP BY org_id) AS x
        """) == ["10|t"])
    let chosen = try seeds.rows("SELECT email, org_id FROM users ORDER BY 1")
    #expect(try seeds.apply().summary == ["public.orgs +0 ~0 =10", "public.users +0 ~0 =2000"])
    // More rows to choose from change nothing that was chosen.
    try seeds.write("orgs.json", #"[{"$repeat": 20, "slug": "org-{{n}}"}]"#)
    #expect(try seeds.apply().summary == ["public.orgs +10 ~0 =10", "public.users +0 ~0 =2000"])
    #expect(try seeds.rows("SELECT email, org_id FROM users ORDER BY 1") == chosen)
  }

  @Test func theSameRowsAreChosenInAnotherDatabase() throws {
    let seeds = try Seeds(
      Self.schema,
      ["orgs.json": #"[{"$repeat": 10, "slug": "org-{{n}}"}]"#, "users.json": Self.users])
    try seeds.apply()
    let chosen = try seeds.rows("SELECT email, org_id FROM users ORDER BY 1")
    _ = try seeds.rows("TRUNCATE orgs, users RESTART IDENTITY")
    try seeds.apply()
    #expect(try seeds.rows("SELECT email, org_id FROM users ORDER BY 1") == chosen)
  }

  @Test func noRowToReferToIsAnErrorWhereOneIsNeeded() throws {
    let seeds = try Seeds(Self.schema, ["users.json": Self.users])
    #expect(try seeds.placedCodes() == ["seeds/users.json:1:48 seed.unresolved_reference"])
  }

  /// It would have to be known before there is a row to draw it for.
  @Test func isPartOfNoKey() throws {
    let seeds = try Seeds(
      Self.schema + "CREATE TABLE friends (one text REFERENCES users UNIQUE)",
      ["friends.json": #"[{"one": {"$fake": "reference"}}]"#])
    let problem = try #require(try seeds.problems().first)
    #expect(problem.code == "seed.missing_key")
    #expect(problem.notes.contains { $0.contains("a random reference") })
  }

  @Test func rowsOfTheTableItself() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "all.json": """
        {"orgs": [{"slug": "a"}],
         "users": [{"$repeat": 50, "email": "{{n}}", "org_id": {"slug": "a"},
                    "friend": {"$fake": "reference"}}]}
        """
      ])
    try seeds.apply()
    #expect(try seeds.rows("SELECT count(friend) FROM users") == ["0"])
    try seeds.write(
      "all.json",
      """
      {"users": [{"$repeat": 90, "email": "{{n}}", "org_id": {"slug": "a"},
                  "friend": {"$fake": "reference", "optional": 0.5}}]}
      """)
    #expect(try seeds.apply().summary == ["public.users +40 ~0 =50"])
    #expect(
      try seeds.rows("SELECT count(friend) BETWEEN 8 AND 32, count(*) FROM users") == ["t|90"])
  }

  @Test func allColumnsOfOneForeignKeyReferToOneRow() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE rooms (house int, room int, PRIMARY KEY (house, room));
      INSERT INTO rooms SELECT h, r FROM generate_series(1, 5) AS h, generate_series(h, 9) AS r;
      CREATE TABLE guests (
        name text PRIMARY KEY, h int NOT NULL, r int NOT NULL,
        FOREIGN KEY (h, r) REFERENCES rooms);
      """,
      [
        "guests.json": """
        [{"$repeat": 100, "name": "{{n}}", "h": {"$fake": "reference"},
          "r": {"$fake": "reference"}}]
        """
      ])
    #expect(try seeds.apply().summary == ["public.guests +100 ~0 =0"])
  }

  @Test func aColumnWithoutAForeignKeyHasNothingToReferTo() throws {
    let seeds = try Seeds(
      Self.schema, ["orgs.json": #"[{"slug": {"$fake": "reference"}}]"#])
    #expect(try seeds.placedCodes().contains("seeds/orgs.json:1:21 seed.type_mismatch"))
  }
}
