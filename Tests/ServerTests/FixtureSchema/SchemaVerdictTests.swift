import JSON
import Postgres
import Seedbed
import TestSupport
import Testing

/// A validator with the schema and Seedbed itself say the same of fixtures, right and wrong ones.
@Suite(.database) struct SchemaVerdictTests {
  static let schema = """
    CREATE SCHEMA billing;
    CREATE TYPE mood AS ENUM ('fine', 'so-so');
    CREATE TYPE place AS (street text, number int);
    CREATE DOMAIN short AS varchar(4);
    CREATE TABLE orgs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug text NOT NULL UNIQUE);
    CREATE TABLE users (id serial PRIMARY KEY, email varchar(20) NOT NULL UNIQUE,
      org_id bigint REFERENCES orgs, name text NOT NULL DEFAULT '', age smallint, mood mood,
      short short, score numeric(6,2), active boolean, born date, seen timestamptz, raw bytea,
      uid uuid, settings jsonb, place place, tags text[], grid int[], days daterange, net inet,
      twice int GENERATED ALWAYS AS (age * 2) STORED);
    CREATE TABLE places (id serial PRIMARY KEY, name text, up int REFERENCES places);
    CREATE UNIQUE INDEX ON places (up, lower(name)) WHERE name <> '';
    CREATE TABLE billing.plans (code text PRIMARY KEY, owner int REFERENCES users,
      place int REFERENCES places);
    CREATE TABLE "odd/ ~%name" ("ä b" int PRIMARY KEY);
    CREATE TABLE posts (id serial PRIMARY KEY, author_id int NOT NULL REFERENCES users,
      editor_id int REFERENCES users, title text NOT NULL, UNIQUE (author_id, title));
    CREATE TABLE tags (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
    CREATE TABLE post_tags (post_id int REFERENCES posts, tag_id int REFERENCES tags,
      PRIMARY KEY (post_id, tag_id));
    CREATE TABLE log (id serial PRIMARY KEY, user_id int REFERENCES users, line text);
    CREATE TABLE nodes (name text PRIMARY KEY, parent text REFERENCES nodes);
    CREATE VIEW moods AS SELECT email, mood FROM users;
    CREATE VIEW counts AS SELECT count(*) AS n FROM users;
    """

  /// By the name of the file.
  static let right: [(String, String)] = [
    ("orgs", #"[{"slug": "a"}, {"slug": "b"}]"#),
    ("orgs", #"{"$key": ["slug"], "$mode": "insert", "$rows": [{"slug": "a"}]}"#),
    ("orgs", #"{"$key": "slug", "$insertOnly": ["slug"], "$rows": [{"slug": "a"}]}"#),
    ("x", #"{"$table": "orgs", "$rows": [{"slug": "a"}]}"#),
    ("x", #"{"$schema": "../s.json", "orgs": [{"slug": "a"}], "billing.plans": [{"code": "b"}]}"#),
    ("x", #"{"public.orgs": {"$rows": [{"slug": "a"}]}}"#),
    ("billing.plans", #"[{"code": "p"}]"#),
    ("x", #"{"odd/ ~%name": [{"ä b": 1}]}"#),
    ("users", #"{"$defaults": {"name": "x"}, "$rows": [{"email": "a"}]}"#),
    ("users", #"[{"email": "a", "age": 12, "mood": "fine", "short": "abcd", "score": 1.25}]"#),
    (
      "users",
      #"[{"email": "a", "age": "12", "score": "NaN", "active": "yes", "born": "infinity"}]"#
    ),
    ("users", #"[{"email": "a", "age": null, "mood": null, "settings": null, "tags": null}]"#),
    ("users", #"[{"email": "a", "active": true, "born": "2026-03-01", "raw": "\\x00FF"}]"#),
    ("users", #"[{"email": "a", "uid": "9b2f8a54-3c1e-4f0b-8d6a-5e7c10f2a3b4", "net": "::1"}]"#),
    ("users", #"[{"email": "a", "settings": {"a": [1, {"$b": 2}]}, "place": {"street": "s"}}]"#),
    ("users", #"[{"email": "a", "settings": {"$json": {"$in": []}}, "place": "(s,1)"}]"#),
    ("users", #"[{"email": "a", "tags": ["x", null], "grid": [[1, 2], [3, 4]]}]"#),
    ("users", #"[{"email": "a", "tags": "{x}", "days": {"lower": "2026-01-01"}}]"#),
    ("users", #"[{"email": "a", "days": "[2026-01-01,)", "seen": {"$now": "-1 day"}}]"#),
    ("users", #"[{"email": "a", "name": {"$sql": "upper('x')", "always": true}}]"#),
    ("users", #"[{"email": "a", "name": {"$env": "NOT_THERE", "default": "x"}}]"#),
    ("x", #"{"orgs": [{"slug": "a"}], "users": [{"email": "a", "org_id": {"slug": "a"}}]}"#),
    ("users", #"[{"email": "a", "age": 2, "twice": 4}]"#),
    (
      "x",
      #"""
      {"places": {"$key": ["up", "name"], "$rows": [{"name": "a", "up": null}]},
       "billing.plans": [{"code": "b", "place": {"name": "A", "up": null}}]}
      """#
    ),
    (
      "x",
      #"{"users": [{"email": "a"}], "billing.plans": [{"code": "b", "owner": {"email": "a"}}]}"#
    ),
    ("moods", #"{"$key": "email", "$rows": [{"email": "a", "mood": "fine"}]}"#),
    // Records that are named, and records inside of others.
    ("log", #"[{"$label": "a", "line": "x"}, {"$label": "b", "line": "x"}]"#),
    (
      "x",
      #"""
      {"users": [{"$label": "ada", "email": "a"}], "billing.plans": [{"code": "b", "owner":
      {"$ref": "ada"}}]}
      """#
    ),
    (
      "x",
      #"""
      {"users": [{"$label": "ada", "email": "a"}], "log": [{"$label": "b", "line": {"$ref":
      "users.ada", "column": "email"}}]}
      """#
    ),
    ("x", #"{"orgs": [{"slug": "a", "users": [{"email": "a", "log": [{"$label": "1"}]}]}]}"#),
    ("x", #"{"orgs": [{"slug": "a", "public.users": [{"email": "a"}]}]}"#),
    ("orgs", #"[{"slug": "a", "users.org_id": [{"email": "a"}]}]"#),
    (
      "users",
      #"""
      [{"$label": "ada", "email": "a", "posts.author_id": [{"title": "t", "editor_id":
      {"$ref": "ada"}}], "posts.editor_id": []}]
      """#
    ),
    (
      "x",
      #"""
      {"tags": [{"$label": "s", "name": "sql"}], "users": [{"email": "a", "posts.author_id":
      [{"title": "t", "tags": [{"name": "sql"}]}, {"title": "u", "tags": [{"$ref": "s"}]}]}]}
      """#
    ),
    (
      "x",
      #"""
      {"tags": [{"name": "sql"}], "users": [{"$label": "ada", "email": "a", "posts.author_id":
      [{"title": "t"}]}], "post_tags": [{"tag_id": {"name": "sql"}, "post_id": {"title": "t",
      "author_id": {"$ref": "ada"}}}]}
      """#
    ),
    ("nodes", #"[{"name": "a", "nodes": [{"name": "b", "nodes": [{"name": "c"}]}]}]"#),
    // Many records of one, and invented values.
    (
      "users",
      #"""
      [{"$repeat": 2, "email": "u{{n}}"}, {"$repeat": {"count": 2, "from": 5}, "email":
      "v{{n}}"}]
      """#
    ),
    (
      "x",
      #"""
      {"tags": [{"$repeat": 2, "name": "t{{n}}"}], "users": [{"email": "a", "posts.author_id":
      [{"title": "t", "tags": [{"$repeat": 2, "name": "t{{n}}"}]}]}]}
      """#
    ),
    (
      "users",
      #"""
      [{"$repeat": 3, "email": {"$fake": "internet.email"}, "name": {"$fake": "person.name",
      "locale": "de"}}]
      """#
    ),
    (
      "users",
      #"""
      [{"email": "a", "age": {"$fake": "number", "min": 18, "max": 99}, "mood": {"$fake":
      "pick"}}]
      """#
    ),
    (
      "users",
      #"""
      [{"email": "a", "born": {"$fake": "date.between", "from": "2020-01-01", "to":
      "2021-01-01"}}]
      """#
    ),
    (
      "users",
      #"""
      [{"email": "a", "active": {"$fake": "bool", "optional": 0.5}, "uid": {"$fake": "uuid"}}]
      """#
    ),
    (
      "users",
      #"""
      [{"email": "a", "score": {"$fake": "commerce.price", "decimals": 2}, "short": {"$fake":
      "lorem.word"}}]
      """#
    ),
    (
      "users",
      #"""
      [{"email": "a", "settings": {"$fake": "weighted", "from": {"a": 1, "b": 2}}, "seen":
      {"$fake": "date.past", "from": "2021-01-01"}}]
      """#
    ),
    (
      "users",
      #"""
      [{"email": "a", "org_id": {"$fake": "reference", "optional": 0.1}, "name": {"$fake":
      "lorem.words", "count": 2}}]
      """#
    ),
    ("users", #"[{"email": "a", "tags": {"$fake": "pick", "from": [["a"], ["b", "c"]]}}]"#),
  ]

  static let wrong: [(String, String)] = [
    ("orgs", #""one value""#),
    ("orgs", #"[{"slug": "a", "slgu": "b"}]"#),
    ("orgs", #"["slug"]"#),
    ("orgs", #"{"$rows": {"slug": "a"}}"#),
    ("orgs", #"{"$rows": [{"slug": "a"}], "$key": "slgu"}"#),
    ("orgs", #"{"$rows": [{"slug": "a"}], "$key": []}"#),
    ("orgs", #"{"$rows": [{"slug": "a"}], "$mode": "replace"}"#),
    ("orgs", #"{"$rows": [{"slug": "a"}], "$kye": "slug"}"#),
    ("orgs", #"{"$rows": [{"slug": "a"}], "slug": "b"}"#),
    ("x", #"{"orgz": [{"slug": "a"}]}"#),
    ("x", #"{"orgs": {"slug": "a"}}"#),
    ("x", #"{"orgs": {"$rows": [], "$table": "users"}}"#),
    ("x", #"{"$table": "orgz", "$rows": []}"#),
    ("x", #"{"$table": "orgs", "$rows": [{"slug": "a", "email": "b"}]}"#),
    ("users", #"{"$defaults": {"nmae": "x"}, "$rows": [{"email": "a"}]}"#),
    ("users", #"[{"email": "a", "twice": "four"}]"#),
    ("users", #"[{"email": "a", "twice": {"$sql": "4"}}]"#),
    ("x", #"{"billing.plans": [{"code": "b", "place": {"name": "a", "up": {"up": null}}}]}"#),
    ("users", #"[{"email": "longer than twenty characters"}]"#),
    ("users", #"[{"email": null}]"#),
    ("users", #"[{"email": "a", "age": 40000}]"#),
    ("users", #"[{"email": "a", "age": "twelve"}]"#),
    ("users", #"[{"email": "a", "age": true}]"#),
    ("users", #"[{"email": "a", "age": [1]}]"#),
    ("users", #"[{"email": "a", "mood": "good"}]"#),
    ("users", #"[{"email": "a", "short": "abcde"}]"#),
    ("users", #"[{"email": "a", "score": "much"}]"#),
    ("users", #"[{"email": "a", "active": "maybe"}]"#),
    ("users", #"[{"email": "a", "born": "today"}]"#),
    ("users", #"[{"email": "a", "born": "soon"}]"#),
    ("users", #"[{"email": "a", "raw": "\\x0"}]"#),
    ("users", #"[{"email": "a", "raw": "bytes"}]"#),
    ("users", #"[{"email": "a", "uid": "9b2f8a54"}]"#),
    ("users", #"[{"email": "a", "settings": {"$in": []}}]"#),
    ("users", #"[{"email": "a", "place": {"streed": "s"}}]"#),
    ("users", #"[{"email": "a", "place": {"number": "x"}}]"#),
    ("users", #"[{"email": "a", "place": [1]}]"#),
    ("users", #"[{"email": "a", "grid": [1, "x"]}]"#),
    ("users", #"[{"email": "a", "grid": {"a": 1}}]"#),
    ("users", #"[{"email": "a", "tags": "x"}]"#),
    ("users", #"[{"email": "a", "days": {"from": "2026-01-01"}}]"#),
    ("users", #"[{"email": "a", "days": {"lower": "2026-01-01", "bounds": "<>"}}]"#),
    ("users", #"[{"email": "a", "days": "2026"}]"#),
    ("users", #"[{"email": "a", "name": {"$now": "1 day"}}]"#),
    ("users", #"[{"email": "a", "name": {"$json": 1}}]"#),
    ("users", #"[{"email": "a", "name": {"$sqll": "x"}}]"#),
    ("users", #"[{"email": "a", "name": {"$sql": 1}}]"#),
    ("users", #"[{"email": "a", "name": {"$sql": "1", "allways": true}}]"#),
    ("users", #"[{"email": "a", "name": {"first": "x"}}]"#),
    ("users", #"[{"email": "a", "$lable": "ada"}]"#),
    ("users", #"[{"email": "a", "org_id": {"slgu": "a"}}]"#),
    ("users", #"[{"email": "a", "org_id": {}}]"#),
    ("users", #"[{"email": "a", "org_id": {"slug": null}}]"#),
    ("billing.plans", #"[{"code": "b", "owner": {"name": "a"}}]"#),
    ("billing.plans", #"[{"code": "b", "owner": {"org_id": {"slug": "a"}}}]"#),
    ("x", #"{"counts": [{"n": 1}]}"#),
    ("orgs", #"[{"slug": "a", "users": {"email": "a"}}]"#),
    ("orgs", #"[{"slug": "a", "users": ["a"]}]"#),
    ("orgs", #"[{"slug": "a", "users": [{"email": "a", "org_id": 1}]}]"#),
    ("orgs", #"[{"slug": "a", "users": [{"emial": "a"}]}]"#),
    ("orgs", #"[{"slug": "a", "userz": [{"email": "a"}]}]"#),
    ("orgs", #"[{"slug": "a", "posts": [{"title": "t"}]}]"#),
    ("users", #"[{"email": "a", "posts": [{"title": "t"}]}]"#),
    ("users", #"[{"email": "a", "posts.title": [{"title": "t"}]}]"#),
    ("users", #"[{"email": "a", "posts.author_id": [{"title": "t", "tags": [{"nmae": "sql"}]}]}]"#),
    ("users", #"[{"email": "a", "posts.author_id": [{"title": "t", "tags": ["sql"]}]}]"#),
    ("users", #"{"$defaults": {"$label": "x"}, "$rows": [{"email": "a"}]}"#),
    ("users", #"{"$defaults": {"$repeat": 2}, "$rows": [{"email": "a"}]}"#),
    ("users", #"{"$defaults": {"log": [{"line": "x"}]}, "$rows": [{"email": "a"}]}"#),
    ("users", #"[{"email": "a", "$label": null}]"#),
    ("users", #"[{"email": "a", "$repeat": "2"}]"#),
    ("users", #"[{"email": "a{{n}}", "$repeat": {"from": 2}}]"#),
    ("users", #"[{"email": "a{{n}}", "$repeat": {"count": 2, "form": 2}}]"#),
    ("users", #"[{"email": "a", "org_id": {"$ref": 1}}]"#),
    ("users", #"[{"email": "a", "org_id": {"$ref": "x", "colunm": "id"}}]"#),
    ("users", #"[{"email": "a", "name": {"$fake": "person.nam"}}]"#),
    ("users", #"[{"email": "a", "name": {"$fake": 1}}]"#),
    ("users", #"[{"email": "a", "name": {"$fake": "person.name", "locale": "fr"}}]"#),
    ("users", #"[{"email": "a", "name": {"$fake": "person.name", "optional": 2}}]"#),
    ("users", #"[{"email": "a", "name": {"$fake": "person.name", "count": 2}}]"#),
    ("users", #"[{"email": "a", "name": {"$fake": "lorem.words", "count": 0}}]"#),
    ("users", #"[{"email": "a", "name": {"$fake": "pick"}}]"#),
    ("users", #"[{"email": "a", "name": {"$fake": "weighted", "from": {"a": -1}}}]"#),
    ("users", #"[{"email": "a", "name": {"$fake": "reference"}}]"#),
    ("users", #"[{"email": "a", "org_id": {"$fake": "reference", "min": 1}}]"#),
    ("users", #"[{"email": "a", "age": {"$fake": "person.name"}}]"#),
    ("users", #"[{"email": "a", "age": {"$fake": "number", "min": "1"}}]"#),
    ("users", #"[{"email": "a", "mood": {"$fake": "lorem.word"}}]"#),
    ("users", #"[{"email": "a", "short": {"$fake": "internet.email"}}]"#),
    ("users", #"[{"email": "a", "born": {"$fake": "date.between", "from": "2020-01-01"}}]"#),
    ("users", #"[{"email": "a", "born": {"$fake": "date.past", "from": "soon"}}]"#),
    ("users", #"[{"email": "a", "active": {"$fake": "number"}}]"#),
  ]

  @Test(.enabled(if: Validator.isThere)) func `the validator says so`() throws {
    try TestDatabase.connect().run(simple: Self.schema)
    let fixtures = try FixtureSchema(reading: TestDatabase.connect(), schemas: ["public"])
    func schema(_ file: String) throws -> JSONValue {
      try fixtures.document(for: file == "x" ? nil : file)
    }
    let cases = try (Self.right + Self.wrong).map { (try schema($0.0), $0.1) }
    let answers = try Validator.problems(of: cases)
    for (answer, fixture) in zip(answers, Self.right) {
      #expect(answer == nil, "\(fixture)")
    }
    for (answer, fixture) in zip(answers.dropFirst(Self.right.count), Self.wrong) {
      #expect(answer != nil, "\(fixture)")
    }
  }

  @Test func `and Seedbed does`() throws {
    let seeds = try Seeds(Self.schema)
    for (file, text) in Self.right {
      try seeds.write("\(file).json", text)
      let problems = try seeds.problems().map(\.message)
      #expect(problems.isEmpty, "\(file): \(text) \(problems)")
      try seeds.folder.remove("seeds/\(file).json")
    }
    for (file, text) in Self.wrong {
      try seeds.write("\(file).json", text)
      #expect(try !seeds.problems().isEmpty, "\(file): \(text)")
      try seeds.folder.remove("seeds/\(file).json")
    }
  }

  @Test(.enabled(if: Validator.isThere)) func `what a dump writes is valid`() throws {
    let dumps = try Dumps(DumpRoundTripTests.types, rows: DumpRoundTripTests.kinds)
    let schema = try FixtureSchema(reading: dumps.seeds.connection, schemas: ["public"])
    let answers = try Validator.problems(of: [
      (try schema.document(for: "kinds"), try dumps.text("kinds")),
      (try schema.document(for: "kinds"), try dumps.text("kinds") { $0.writesDefaults = true }),
    ])
    #expect(answers == [nil, nil])
  }
}
