import Postgres
import Seedbed
import TestSupport
import Testing

/// Secrets are refused, and rules say what becomes of them.
@Suite(.database) struct DumpMaskTests {
  private let schema = """
    CREATE TABLE users (id serial PRIMARY KEY, email text NOT NULL UNIQUE, name varchar(12),
      password_hash text, "apiKey" uuid UNIQUE, seen_with bytea, password_changed_at date);
    CREATE TABLE posts (author_id int REFERENCES users, title text PRIMARY KEY);
    """
  private let rows = """
    INSERT INTO users (email, name, password_hash, "apiKey", seen_with) VALUES
      ('ada@real.org', 'Ada', 'x1', '9b2f8a54-3c1e-4f0b-8d6a-5e7c10f2a3b4', '\\x01'),
      ('bob@real.org', 'Bob', 'x2', NULL, NULL);
    INSERT INTO posts SELECT id, 'by ' || id FROM users;
    """

  private func rule(_ path: String, _ method: MaskRule.Method) throws -> MaskRule {
    try #require(MaskRule(path, method))
  }

  @Test func `columns that look like secrets are refused, those that come along too`() throws {
    let dumps = try Dumps(schema, rows: rows)
    let problem = try #require(try dumps.problem("posts"))
    #expect(problem.code == "dump.secret_columns" && problem.exitStatus == .refused)
    #expect(problem.notes == ["public.users.password_hash", "public.users.apiKey"])
    #expect(try dumps.problem("posts") { $0.includesSecrets = true } == nil)
    let rules = [try rule("users.password_hash", .keep), try rule("users.apiKey", .null)]
    #expect(try dumps.text("posts") { $0.masks = rules }.contains(#""password_hash": "x1""#))
  }

  @Test func `a value becomes the same other value wherever it stands`() throws {
    let dumps = try Dumps(schema, rows: rows)
    let rules = [
      try rule("users.email", .fake), try rule("users.name", .hash),
      try rule("users.password_hash", .null), try rule("public.users.apiKey", .fake),
      try rule("users.seen_with", .hash),
    ]
    let report = try dumps.write { $0.masks = rules }
    let files = try dumps.files()
    let users = try #require(files["users.json"])
    #expect(!users.contains("real.org") && !users.contains("Ada") && !users.contains("x1"))
    #expect(!users.contains("9b2f8a54"))
    #expect(users.contains("@example."))
    try #require(try dumps.loadIntoEmptyCopy().totals.inserted == report.rows)
    #expect(
      try dumps.seeds.rows(
        "SELECT count(DISTINCT email), count(DISTINCT name), count(password_hash), "
          + "count(author_id), max(length(name)) FROM users JOIN posts ON author_id = id")
        == ["2|2|0|2|12"])
    #expect(try !dumps.seeds.plan().hasChanges)
    try dumps.write(to: "again") { $0.includesSecrets = true }
    // In another order: the keys are others.
    let lines = try dumps.files(in: "again")["users.json"]?.filter { $0 != "," }
    #expect(
      lines?.split(separator: "\n").sorted()
        == users.filter { $0 != "," }.split(separator: "\n").sorted())
  }

  @Test func `what refers to a masked value is masked alike`() throws {
    let dumps = try Dumps(
      """
      CREATE TABLE people (email text PRIMARY KEY);
      CREATE TABLE accounts (owner text PRIMARY KEY REFERENCES people, backup text
        REFERENCES people);
      """,
      rows: """
        INSERT INTO people VALUES ('ada@real.org'), ('bob@real.org');
        INSERT INTO accounts VALUES ('ada@real.org', 'bob@real.org');
        """)
    let rules = [try rule("people.email", .hash)]
    try dumps.write { $0.masks = rules }
    #expect(try !dumps.files().values.contains { $0.contains("real.org") })
    #expect(try dumps.loadIntoEmptyCopy().totals.inserted == 3)
  }

  @Test func `an invented value is of the kind that the column's name speaks of`() throws {
    let dumps = try Dumps(
      "CREATE TABLE people (id int PRIMARY KEY, first_name text, city varchar(60), zip char(5), "
        + "phone varchar(3))",
      rows: "INSERT INTO people VALUES (1, 'Zebulon', 'Nowhere 7', '00000', '911')")
    let rules = try ["first_name", "city", "zip", "phone"].map { try rule("people.\($0)", .fake) }
    let text = try dumps.text("people") { $0.masks = rules }
    for word in ["Zebulon", "Nowhere", "00000", "911"] { #expect(!text.contains(word)) }
    // A phone number has no room here.
    #expect(
      text.contains(#""first_name": "Martha", "city": "Omaha", "zip": "89712", "phone": "a5c""#))
  }

  @Test func `rules that cannot be followed are reported together`() throws {
    let dumps = try Dumps(schema, rows: rows)
    let rules = [
      try rule("user.email", .fake), try rule("users.mail", .fake), try rule("users.email", .null),
      try rule("users.password_changed_at", .hash), try rule("posts.author_id", .hash),
    ]
    let problem = try #require(try dumps.problem("posts") { $0.masks = rules })
    #expect(problem.all.map(\.code) == Array(repeating: "dump.bad_mask", count: 5))
    #expect(problem.hint == "did you mean \"users\"?")
  }

  @Test(arguments: [
    ("password", true), ("user_password", true), ("passwordHash", true), ("api_key", true),
    ("APIKEY", true), ("access_token", true), ("key", false), ("tokenizer", false),
    ("hashtag", false), ("secretary", false), ("private_key_pem", true), ("salt", true),
  ])
  func `names are read word by word`(name: String, isSecret: Bool) throws {
    let dumps = try Dumps("CREATE TABLE t (k int PRIMARY KEY, \"\(name)\" text)")
    try dumps.seeds.connection.run(simple: "INSERT INTO t VALUES (1)")
    #expect(try (dumps.problem("t") != nil) == isSecret)
  }
}
