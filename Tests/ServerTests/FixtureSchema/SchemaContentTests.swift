import FoundationEssentials
import JSON
import Postgres
import Seedbed
import TestSupport
import Testing

/// What an editor finds in the schema: names to complete, and what they mean.
@Suite(.database) struct SchemaContentTests {
  private let schema = """
    CREATE TYPE mood AS ENUM ('fine', 'so-so');
    CREATE TABLE orgs (id serial PRIMARY KEY, slug text NOT NULL UNIQUE);
    CREATE TABLE users (email varchar(80) PRIMARY KEY, org_id int NOT NULL REFERENCES orgs,
      mood mood, n int GENERATED ALWAYS AS (1) STORED);
    COMMENT ON TABLE users IS 'Who may log in.';
    COMMENT ON COLUMN users.email IS 'The login.';
    """

  private func document(_ table: String? = nil) throws -> JSONValue {
    try FixtureSchema(reading: TestDatabase.connect(), schemas: ["public"]).document(for: table)
  }

  /// Follows `$ref` into the document's definitions.
  private func resolved(_ value: JSONValue?, in document: JSONValue) throws -> JSONValue {
    let value = try #require(value)
    guard let path = value["$ref"]?.string else { return value }
    let name = try #require(path.split(separator: "/").last).replacing("%20", with: " ")
    return try #require(document["$defs"]?[String(name)])
  }

  @Test func `tables, columns, labels and options are offered`() throws {
    try TestDatabase.connect().run(simple: schema)
    let document = try document()
    let tables = try #require(document["else"]?["properties"]?.object)
    #expect(tables.names == ["$schema", "orgs", "users"])
    let table = try resolved(tables["users"], in: document)
    #expect(
      table["properties"]?.object?.names == ["$key", "$mode", "$insertOnly", "$defaults", "$rows"])
    #expect(
      table["properties"]?["$key"]?["items"]?["enum"] == ["email", "org_id", "mood", "n"])
    let record = try resolved(table["items"], in: document)
    #expect(record["description"] == "Who may log in.")
    #expect(record["required"] == nil)
    let fields = try #require(record["properties"]?.object)
    #expect(fields.names.filter { !$0.hasPrefix("$") } == ["email", "org_id", "mood", "n"])
    #expect(fields["n"]?["description"] == "integer, generated: compared, never written")
    #expect(
      fields["email"]?["description"]
        == "The login.\n\ncharacter varying(80), required in a new row")
    #expect(fields["email"]?["anyOf"]?.array?.first?["maxLength"] == 80)
    let labels = try resolved(fields["mood"]?["anyOf"]?.array?.first, in: document)
    #expect(labels["enum"] == ["fine", "so-so"])
    let row = try resolved(fields["org_id"]?["anyOf"]?.array?[1], in: document)
    #expect(row["anyOf"] == [["required": ["id"]], ["required": ["slug"]]])
    #expect(row["properties"]?.object?.names == ["id", "slug"])
  }

  @Test func `records inside of others, kinds of fakes and what a new row needs are offered`()
    throws
  {
    try TestDatabase.connect().run(
      simple: schema + """
        ; CREATE TABLE groups (name text PRIMARY KEY);
        CREATE TABLE memberships (email varchar(80) REFERENCES users, name text REFERENCES groups,
          PRIMARY KEY (email, name));
        CREATE TABLE log (id serial PRIMARY KEY, line text NOT NULL, by_email varchar(80)
          REFERENCES users, for_email varchar(80) REFERENCES users)
        """)
    let document = try document("users")
    let record = try resolved(document["items"], in: document)
    let fields = try #require(record["properties"]?.object)
    #expect(
      fields.names.filter { !$0.hasPrefix("$") }.suffix(4)
        == ["log.by_email", "log.for_email", "memberships", "groups"])
    let parts = try #require(fields["log.by_email"]?["items"]?["allOf"]?.array)
    #expect(try resolved(parts[0], in: document)["properties"]?["line"] != nil)
    #expect(parts[1] == ["properties": ["by_email": false]])
    let link = try resolved(fields["groups"]?["items"]?["anyOf"]?.array?.first, in: document)
    #expect(link["properties"]?.object?.names == ["name"])
    #expect(
      record["defaultSnippets"] == [
        [
          "label": "what a new row needs",
          "bodyText": #"{"email": "${1:…}", "org_id": {"slug": "${2:…}"}}"#,
        ]
      ])
    let log = try resolved(parts[0], in: document)
    #expect(
      log["defaultSnippets"]?.array?.first?["bodyText"]
        == #"{"\$label": "${1:…}", "line": "${2:…}"}"#)

    let choices = try #require(fields["email"]?["anyOf"]?.array).map {
      try resolved($0, in: document)
    }
    let kinds = choices.flatMap { $0["anyOf"]?.array ?? [] }
      .flatMap { $0["properties"]?["$fake"]?["enum"]?.array ?? [] }
    #expect(kinds.contains("internet.email") && kinds.contains("person.name"))
    let mood = try #require(fields["mood"]?["anyOf"]?.array).map { try resolved($0, in: document) }
    #expect(
      mood.flatMap { $0["anyOf"]?.array ?? [] }.compactMap { $0["properties"]?["$fake"]?["enum"] }
        == [["pick"], ["weighted"]])
  }

  @Test func `the same catalog gives the same text`() throws {
    try TestDatabase.connect().run(simple: schema)
    let first = try document().serialized(pretty: true)
    #expect(try document().serialized(pretty: true) == first)
    #expect(throws: Problem.self) { try document("usres") }
  }

  @Test func `up keeps it where fixtures refer to it`() throws {
    let folder = try TemporaryFolder()
    try folder.write("migrations/1_users.sql", schema)
    try folder.write("seeds/orgs.json", #"[{"slug": "a"}]"#)
    let url = try TestDatabase.current.url
    func run(_ arguments: String...) throws -> Binary.Outcome {
      try Binary.run(arguments, environment: ["DATABASE_URL": url], in: folder.path)
    }
    let file = ".seedbed/fixtures.schema.json"
    #expect(try run("up").status == 0)
    #expect(folder.read(file) == nil)
    try folder.write(
      "seeds/demo.json",
      #"{"$schema": "../.seedbed/fixtures.schema.json", "orgs": [{"slug": "b"}]}"#)
    #expect(try run("up").status == 0)
    let text = try #require(folder.read(file))
    #expect(try run("seed", "schema").output == text)
    #expect(try run("seed", "schema", "--output", file).output == "= \(file)\n")
    try folder.write("migrations/2_more.sql", "CREATE TABLE more (k int PRIMARY KEY);")
    #expect(try run("up").status == 0)
    #expect(folder.read(file)?.contains("public.more") == true)
  }
}
