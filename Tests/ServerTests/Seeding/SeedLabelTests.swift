import Postgres
import Seedbed
import TestSupport
import Testing

/// Records that name others by labels.
@Suite(.database)
struct SeedLabelTests {
  private static let schema = """
    CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      email text UNIQUE NOT NULL, name text);
    CREATE TABLE posts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      title text UNIQUE, author_id bigint REFERENCES users, contact text);
    CREATE TABLE logs (id serial PRIMARY KEY, line text, post_id bigint REFERENCES posts);
    CREATE TABLE notes (line text)
    """

  private static let users = """
    {"users": [{"$label": "ada", "email": "ada@example.com"}],
    """

  @Test func aReferenceFindsTheLabelledRow() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "demo.json": Self.users + """
          "posts": [{"title": "A", "author_id": {"$ref": "ada"},
            "contact": {"$ref": "users.ada", "column": "email"}}]}
          """
      ])
    try seeds.apply()
    #expect(
      try seeds.rows("SELECT email, contact FROM posts p JOIN users u ON u.id = p.author_id")
        == ["ada@example.com|ada@example.com"])
    #expect(try !seeds.apply().hasChanges)
  }

  @Test func rowsWithoutAKeyAreFoundAgainByTheirLabels() throws {
    let seeds = try Seeds(
      Self.schema, ["logs.json": #"[{"$label": "a", "line": "x"}, {"$label": "b", "line": "x"}]"#])
    #expect(try seeds.apply().summary == ["public.logs +2 ~0 =0"])
    let before = try seeds.rows("SELECT ctid, xmin, id, line FROM logs ORDER BY 1")
    #expect(try seeds.apply().summary == ["public.logs +0 ~0 =2"])
    #expect(try seeds.rows("SELECT ctid, xmin, id, line FROM logs ORDER BY 1") == before)
    #expect(try seeds.rows("SELECT last_value FROM logs_id_seq") == ["2"])

    try seeds.write(
      "logs.json", #"[{"$label": "b", "line": "y"}, {"$label": "c", "line": "x"}]"#)
    #expect(try seeds.apply().summary == ["public.logs +1 ~1 =0"])
    #expect(try seeds.rows("SELECT line FROM logs ORDER BY id") == ["x", "y", "x"])
  }

  @Test func aLabelledRowThatWasDeletedIsMadeAnew() throws {
    let seeds = try Seeds(Self.schema, ["logs.json": #"[{"$label": "a", "line": "x"}]"#])
    try seeds.apply()
    try seeds.connection.run(simple: "DELETE FROM logs")
    #expect(try seeds.apply().summary == ["public.logs +1 ~0 =0"])
    #expect(try !seeds.apply().hasChanges)
    #expect(try seeds.rows("SELECT count(*) FROM seedbed.rows") == ["1"])
  }

  @Test func aPlanWithLabelsWritesNothing() throws {
    let seeds = try Seeds(Self.schema, ["logs.json": #"[{"$label": "a"}, {"$label": "b"}]"#])
    let plan = try seeds.plan()
    #expect(
      plan.changes.map { $0.key.map { "\($0.column)=\($0.value)" } } == [
        [#"$label="a""#], [#"$label="b""#],
      ])
    #expect(try seeds.rows("SELECT is_called FROM logs_id_seq") == ["f"])
  }

  @Test func syncDeletesTheRowWhoseLabelIsGone() throws {
    let seeds = try Seeds(
      Self.schema,
      ["logs.json": #"{"$mode": "sync", "$rows": [{"$label": "a"}, {"$label": "b"}]}"#])
    try seeds.apply()
    try seeds.write("logs.json", #"{"$mode": "sync", "$rows": [{"$label": "b"}]}"#)
    var allowing = seeds
    allowing.allowedDeletes = 1
    try allowing.apply()
    #expect(try seeds.rows("SELECT id FROM logs") == ["2"])
    #expect(try seeds.rows("SELECT label FROM seedbed.rows") == ["b"])
    #expect(try !allowing.apply().hasChanges)
  }

  @Test func theEnvironmentOverridesByLabel() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "users.json": #"[{"$label": "ada", "email": "ada@example.com", "name": "Ada"}]"#,
        "development/users.json": #"[{"$label": "ada", "name": "Ada Dev"}]"#,
      ])
    #expect(try seeds.apply().summary == ["public.users +1 ~0 =0"])
    #expect(try seeds.rows("SELECT email, name FROM users") == ["ada@example.com|Ada Dev"])
    #expect(try !seeds.apply().hasChanges)
  }

  @Test func aLabelOfAnEarlierRunIsFound() throws {
    let seeds = try Seeds(
      Self.schema + "; CREATE TABLE marks (log_id int PRIMARY KEY REFERENCES logs)",
      ["logs.json": #"[{"$label": "a"}]"#])
    try seeds.apply()
    try seeds.write("logs.json", "[]")
    try seeds.write("marks.json", #"[{"log_id": {"$ref": "a"}}]"#)
    try seeds.apply()
    #expect(try seeds.rows("SELECT log_id FROM marks") == ["1"])
  }

  @Test(arguments: [
    (
      #""posts": [{"title": "A", "author_id": {"$ref": "adda"}}]}"#, "seed.unknown_label", "2:39",
      #"did you mean "ada"?"#
    ),
    (
      #""posts": [{"title": "A", "contact": {"$ref": "ada"}}]}"#, "seed.bad_directive", "2:46",
      #"as {"$ref": "users.ada", "column": "email"}"#
    ),
    (
      #""posts": [{"title": "A", "contact": {"$ref": "users.ada", "column": "mail"}}]}"#,
      "seed.unknown_column", "2:46", #"did you mean "email"?"#
    ),
    (
      #""posts": [{"title": "A", "contact": {"$ref": "people.ada"}}]}"#, "seed.unknown_table",
      "2:46", ""
    ),
    (
      #""logs": [{"line": "x"}]}"#, "seed.missing_key", "2:10",
      "give one of (id), or name another in $key, or give each record a $label"
    ),
    (#""notes": [{"$label": "x", "line": "x"}]}"#, "seed.no_identity", "2:1", ""),
    (
      #""logs": [{"$label": "x"}, {"$label": "x"}]}"#, "seed.duplicate_label", "2:38",
      "a label names one row of its table"
    ),
  ])
  func whatIsWrongIsSaidWithItsPlace(
    _ text: String, _ code: String, _ place: String, _ hint: String
  ) throws {
    let seeds = try Seeds(Self.schema, ["demo.json": Self.users + "\n" + text])
    let problems = try seeds.problems()
    #expect(problems.map(\.code) == [code])
    #expect(problems.first?.location.map { "\($0)" } == "seeds/demo.json:\(place)")
    if !hint.isEmpty { #expect(problems.first?.hint == hint) }
  }
}
