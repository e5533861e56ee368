import Seedbed
import TestSupport
import Testing

/// Records inside of the records that they belong to.
@Suite(.database)
struct SeedChildrenTests {
  private static let schema = """
    CREATE TABLE orgs (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug text UNIQUE NOT NULL,
      name text);
    CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      org_id bigint NOT NULL REFERENCES orgs, email text UNIQUE NOT NULL, name text);
    CREATE TABLE posts (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      author_id bigint NOT NULL REFERENCES users, editor_id bigint REFERENCES users,
      title text NOT NULL, UNIQUE (author_id, title));
    CREATE TABLE comments (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      post_id bigint NOT NULL REFERENCES posts, number int, body text, UNIQUE (post_id, number));
    CREATE TABLE tags (id serial PRIMARY KEY, name text UNIQUE);
    CREATE TABLE post_tags (post_id bigint REFERENCES posts, tag_id int REFERENCES tags,
      PRIMARY KEY (post_id, tag_id));
    CREATE TABLE categories (id serial PRIMARY KEY, parent_id int REFERENCES categories,
      name text UNIQUE NOT NULL);
    CREATE TABLE logs (id serial PRIMARY KEY, user_id bigint REFERENCES users, line text)
    """

  private static let tables = [
    "orgs", "users", "posts", "comments", "tags", "post_tags", "categories", "logs",
  ]

  private static let graph = """
    {
      "tags": [{"name": "sql"}, {"name": "swift"}],
      "orgs": [{
        "slug": "acme",
        "users": [
          {"$label": "ada", "email": "ada@example.com",
            "posts.author_id": [
              {"title": "One", "editor_id": {"$ref": "bob"}, "tags": [{"name": "sql"}, {"name": "swift"}],
                "comments": [{"number": 1, "body": "a"}, {"number": 2, "body": "b"}]},
              {"title": "Two", "tags": [{"name": "sql"}]}],
            "logs": [{"$label": "first", "line": "in"}, {"$label": "second", "line": "out"}]},
          {"$label": "bob", "email": "bob@example.com"}]
      }],
      "categories": [{"name": "root", "categories": [
        {"name": "left", "categories": [{"name": "leaf"}]}, {"name": "right"}]}]
    }
    """

  private func state(_ seeds: Seeds) throws -> [String] {
    try Self.tables.flatMap { table in
      try seeds.rows("SELECT '\(table)', xmin, ctid, t.*::text FROM \(table) AS t ORDER BY 3")
    }
      + seeds.rows("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
  }

  @Test func aGraphIsWrittenOnceAndThenLeftAlone() throws {
    let seeds = try Seeds(Self.schema, ["demo.json": Self.graph])
    #expect(
      Set(try seeds.apply().summary) == [
        "public.tags +2 ~0 =0", "public.orgs +1 ~0 =0", "public.users +2 ~0 =0",
        "public.posts +2 ~0 =0", "public.comments +2 ~0 =0",
        "public.post_tags +3 ~0 =0", "public.categories +4 ~0 =0", "public.logs +2 ~0 =0",
      ])
    #expect(
      try seeds.rows(
        """
        SELECT o.slug, a.email, e.email, p.title, c.body FROM comments c
        JOIN posts p ON p.id = c.post_id JOIN users a ON a.id = p.author_id
        JOIN users e ON e.id = p.editor_id JOIN orgs o ON o.id = a.org_id ORDER BY c.number
        """) == [
          "acme|ada@example.com|bob@example.com|One|a",
          "acme|ada@example.com|bob@example.com|One|b",
        ])
    #expect(
      try seeds.rows(
        """
        SELECT p.title, t.name FROM post_tags j JOIN posts p ON p.id = j.post_id
        JOIN tags t ON t.id = j.tag_id ORDER BY 1, 2
        """) == ["One|sql", "One|swift", "Two|sql"])
    #expect(
      try seeds.rows(
        """
        SELECT c.name, p.name FROM categories c LEFT JOIN categories p ON p.id = c.parent_id
        ORDER BY 1
        """) == ["leaf|left", "left|root", "right|root", "root|-"])
    #expect(
      try seeds.rows("SELECT line, email FROM logs l JOIN users u ON u.id = user_id ORDER BY 1")
        == ["in|ada@example.com", "out|ada@example.com"])
    let before = try state(seeds)
    #expect(try !seeds.apply().hasChanges)
    #expect(try !seeds.plan().hasChanges)
    #expect(try state(seeds) == before)
  }

  @Test func onlyTheChangedChildIsWritten() throws {
    let seeds = try Seeds(Self.schema, ["demo.json": Self.graph])
    try seeds.apply()
    try seeds.write(
      "demo.json", Self.graph.replacing(#""body": "b""#, with: #""body": "new""#))
    let report = try seeds.apply()
    #expect(report.totals.updated == 1 && report.totals.inserted == 0)
    #expect(try seeds.rows("SELECT body FROM comments ORDER BY id") == ["a", "new"])
  }

  @Test func aPlanShowsParentsThatAreYetToBeMade() throws {
    let seeds = try Seeds(Self.schema, ["demo.json": Self.graph])
    let changes = try seeds.plan().changes
    let post = changes.first { $0.table.hasSuffix("posts") }
    #expect(
      post?.key.first?.value == #"{"email": "ada@example.com"}"#)
    let link = changes.first { $0.table.hasSuffix("post_tags") }
    #expect(
      link?.key.first?.value
        == #"{"title": "One", "author_id": {"email": "ada@example.com"}}"#)
  }

  @Test func bothLayersAddChildrenToARow() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "orgs.json": """
        [{"slug": "acme", "users": [{"email": "a", "name": "A"}]}, {"slug": "b"}]
        """,
        "development/orgs.json": """
        [{"slug": "b", "name": "B", "users": [{"email": "b"}]},
         {"slug": "acme", "users": [{"email": "c"}, {"email": "a", "name": "Other"}]}]
        """,
      ])
    try seeds.apply()
    #expect(
      try seeds.rows(
        "SELECT u.email, u.name, slug, o.name FROM users u JOIN orgs o ON o.id = org_id ORDER BY 1")
        == ["a|Other|acme|-", "b|-|b|B", "c|-|acme|-"])
    #expect(try !seeds.apply().hasChanges)
  }

  @Test func repeatedRecordsHaveChildrenOfTheirOwn() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "orgs.json": """
        [{"$repeat": 3, "slug": "org{{n}}", "users": [{"email": "boss@org{{n}}"}]}]
        """
      ])
    try seeds.apply()
    #expect(
      try seeds.rows("SELECT slug, email FROM users JOIN orgs o ON o.id = org_id ORDER BY 1")
        == ["org1|boss@org1", "org2|boss@org2", "org3|boss@org3"])
    try seeds.write(
      "orgs.json",
      #"[{"$repeat": 1, "slug": "org{{n}}", "users": [{"$repeat": 2, "email": "u{{n}}"}]}]"#)
    try seeds.apply()
    #expect(
      try seeds.rows("SELECT email FROM users WHERE email LIKE 'u%' ORDER BY 1") == ["u1", "u2"])
    #expect(try !seeds.apply().hasChanges)
  }

  @Test func childrenOfLabelledRowsWithoutAKeyAndFakes() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE logs (id serial PRIMARY KEY, line text);
      CREATE TABLE parts (log_id int REFERENCES logs, n int, name text, PRIMARY KEY (log_id, n))
      """,
      [
        "logs.json": """
        [{"$label": "x", "line": "a", "parts": [{"n": 1, "name": {"$fake": "person.name"}}, {"n": 2}]},
         {"$label": "y", "line": "a", "parts": [{"n": 1}]}]
        """
      ])
    try seeds.apply()
    #expect(try seeds.rows("SELECT log_id, n FROM parts ORDER BY 1, 2") == ["1|1", "1|2", "2|1"])
    #expect(try !seeds.apply().hasChanges)
  }

  @Test func aCircleOfTablesIsNestedBothWays() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE a (id serial PRIMARY KEY, name text UNIQUE, b_id int);
      CREATE TABLE b (id serial PRIMARY KEY, name text UNIQUE, a_id int REFERENCES a);
      ALTER TABLE a ADD FOREIGN KEY (b_id) REFERENCES b
      """,
      [
        "a.json":
          #"[{"name": "1", "b": [{"name": "2", "a": [{"name": "3", "b": [{"name": "4"}]}]}]}]"#
      ])
    try seeds.apply()
    #expect(
      try seeds.rows("SELECT a.name, b.name FROM a LEFT JOIN b ON b.id = b_id ORDER BY 1")
        == ["1|-", "3|2"])
    #expect(
      try seeds.rows("SELECT b.name, a.name FROM b LEFT JOIN a ON a.id = a_id ORDER BY 1")
        == ["2|1", "4|3"])
    #expect(try !seeds.apply().hasChanges)
  }

  @Test func theColumnsOfACompositeKeyAreFilledIn() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE books (tenant int, isbn text, PRIMARY KEY (tenant, isbn));
      CREATE TABLE pages (tenant int, isbn text, n int, PRIMARY KEY (tenant, isbn, n),
        FOREIGN KEY (tenant, isbn) REFERENCES books)
      """,
      ["books.json": #"[{"tenant": 1, "isbn": "x", "pages": [{"n": 1}, {"n": 2}]}]"#])
    try seeds.apply()
    #expect(try seeds.rows("SELECT * FROM pages ORDER BY 3") == ["1|x|1", "1|x|2"])
    #expect(try !seeds.apply().hasChanges)
  }

  @Test func childrenOfATableInSyncAreOwnedToo() throws {
    func posts(_ tags: String) -> String {
      #"{"tags": [{"name": "sql"}, {"name": "swift"}], "orgs": [{"slug": "o", "users": [{"email": "e"}]}],"#
        + #""posts": {"$mode": "sync", "$rows": [{"title": "t", "author_id": {"email": "e"}, "tags": ["#
        + tags + "]}]}}"
    }
    var seeds = try Seeds(
      Self.schema, ["demo.json": posts(#"{"name": "sql"}, {"name": "swift"}"#)])
    try seeds.apply()
    seeds.allowedDeletes = 1
    try seeds.write("demo.json", posts(#"{"name": "swift"}"#))
    #expect(try seeds.apply().totals.deleted == 1)
    #expect(
      try seeds.rows("SELECT name FROM post_tags JOIN tags ON id = tag_id") == ["swift"])
  }

  @Test(arguments: [
    (
      #"[{"slug": "a", "user": [{"email": "x"}]}]"#, "seed.unknown_column", "1:16",
      #"did you mean "users"?"#
    ),
    (
      #"[{"slug": "a", "users": [{"email": "x", "posts": [{"title": "t"}]}]}]"#,
      "seed.ambiguous_children", "1:41", #"name one: "posts.author_id" or "posts.editor_id""#
    ),
    (
      #"[{"slug": "a", "tags": [{"name": "t"}]}]"#, "seed.unrelated_children", "1:16",
      "give its rows beside those of public.orgs"
    ),
    (
      #"[{"slug": "a", "users": [{"email": "x", "org_id": 1}]}]"#, "seed.duplicate_field", "1:41",
      "leave it out"
    ),
    (#"[{"slug": "a", "users": {"email": "x"}}]"#, "seed.not_a_table", "1:25", ""),
    (
      #"[{"slug": "a", "users": [{"email": "x", "logs": [{"line": "y"}]}]}]"#, "seed.missing_key",
      "1:50", "give one of (id), or name another in $key, or give each record a $label"
    ),
    (
      #"[{"slug": "a", "users": [{"email": "x", "name": 5, "nam": 1}]}]"#, "seed.unknown_column",
      "1:52", #"did you mean "name"?"#
    ),
  ])
  func whatIsWrongIsSaidWithItsPlace(
    _ text: String, _ code: String, _ place: String, _ hint: String
  ) throws {
    let seeds = try Seeds(Self.schema, ["orgs.json": text])
    let problems = try seeds.problems()
    #expect(problems.map(\.code) == [code])
    #expect(problems.first?.location.map { "\($0)" } == "seeds/orgs.json:\(place)")
    if !hint.isEmpty { #expect(problems.first?.hint == hint) }
  }
}
