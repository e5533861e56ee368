import JSON
import Postgres
import Seedbed
import TestSupport
import Testing

/// Eight tables written as people think of them: labels, records inside of others, rows of the far
/// side of a join table; and the rows of one team taken elsewhere.
@Suite(.database) struct TeamGraphTests {
  /// Join tables, a tree, a circle of two tables, a log without any key but its number.
  static let schema = """
    CREATE TABLE teams (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      slug text NOT NULL UNIQUE, name text NOT NULL);
    CREATE TABLE users (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      email text NOT NULL UNIQUE, name text NOT NULL);
    CREATE TABLE memberships (team_id bigint REFERENCES teams, user_id bigint REFERENCES users,
      PRIMARY KEY (team_id, user_id));
    CREATE TABLE folders (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      team_id bigint REFERENCES teams, parent_id bigint REFERENCES folders,
      path text NOT NULL UNIQUE, cover_id bigint);
    CREATE TABLE documents (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      folder_id bigint NOT NULL REFERENCES folders, title text NOT NULL,
      author_id bigint NOT NULL REFERENCES users, UNIQUE (folder_id, title));
    ALTER TABLE folders ADD FOREIGN KEY (cover_id) REFERENCES documents;
    CREATE TABLE tags (id serial PRIMARY KEY, name text NOT NULL UNIQUE);
    CREATE TABLE document_tags (document_id bigint REFERENCES documents,
      tag_id int REFERENCES tags, PRIMARY KEY (document_id, tag_id));
    CREATE TABLE log (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      document_id bigint NOT NULL REFERENCES documents, line text NOT NULL);
    """

  static let tables = [
    "teams", "users", "memberships", "folders", "documents", "tags", "document_tags", "log",
  ]

  static let graph = """
    {
      "tags": [
        {"name": "plan"},
        {"name": "draft"},
        {"name": "old"}
      ],
      "users": [
        {"$label": "ada", "email": "ada@example.com", "name": "Ada"},
        {"$label": "bob", "email": "bob@example.com", "name": "Bob"},
        {"$label": "eve", "email": "eve@example.com", "name": "Eve"},
        {"$label": "dan", "email": "dan@example.com", "name": "Dan"},
        {"$label": "fay", "email": "fay@example.com", "name": "Fay"}
      ],
      "teams": [
        {
          "slug": "garden",
          "name": "Garden",
          "users": [{"$ref": "ada"}, {"$ref": "bob"}, {"$ref": "eve"}],
          "folders": [
            {
              "path": "/garden",
              "cover_id": {"$ref": "spring"},
              "folders": [
                {
                  "path": "/garden/beds",
                  "documents": [
                    {
                      "$label": "spring",
                      "title": "Spring",
                      "author_id": {"$ref": "ada"},
                      "tags": [{"name": "plan"}, {"name": "draft"}, {"name": "old"}],
                      "log": [{"$label": "s1", "line": "made"}, {"$label": "s2", "line": "read"}]
                    },
                    {
                      "title": "Autumn",
                      "author_id": {"$ref": "bob"},
                      "tags": [{"name": "plan"}, {"name": "draft"}, {"name": "old"}],
                      "log": [{"$label": "a1", "line": "made"}, {"$label": "a2", "line": "read"}]
                    }
                  ]
                },
                {"path": "/garden/tools"},
                {"path": "/garden/seeds"}
              ]
            }
          ]
        },
        {
          "slug": "kitchen",
          "name": "Kitchen",
          "users": [{"$ref": "ada"}, {"$ref": "bob"}, {"$ref": "eve"}, {"$ref": "dan"}],
          "folders": [
            {
              "path": "/kitchen",
              "cover_id": {"$ref": "soup"},
              "documents": [
                {
                  "$label": "soup",
                  "title": "Soup",
                  "author_id": {"$ref": "eve"},
                  "tags": [{"name": "plan"}, {"name": "draft"}, {"name": "old"}],
                  "log": [{"$label": "k1", "line": "made"}, {"$label": "k2", "line": "read"}]
                }
              ]
            }
          ]
        }
      ]
    }

    """

  /// All that the rows say, without the numbers that the server made.
  static let contents = """
    SELECT 'team', slug, t.name, NULL FROM teams t
    UNION ALL SELECT 'user', email, u.name, NULL FROM users u
    UNION ALL SELECT 'member', slug, email, NULL FROM memberships
      JOIN teams t ON t.id = team_id JOIN users u ON u.id = user_id
    UNION ALL SELECT 'folder', f.path, concat_ws('|', p.path, slug), title FROM folders f
      LEFT JOIN folders p ON p.id = f.parent_id LEFT JOIN teams t ON t.id = f.team_id
      LEFT JOIN documents d ON d.id = f.cover_id
    UNION ALL SELECT 'document', path, title, email FROM documents
      JOIN folders f ON f.id = folder_id JOIN users u ON u.id = author_id
    UNION ALL SELECT 'tag', title, t.name, NULL FROM tags t
      LEFT JOIN document_tags ON tag_id = t.id LEFT JOIN documents d ON d.id = document_id
    UNION ALL SELECT 'log', title, line, NULL FROM log JOIN documents d ON d.id = document_id
    ORDER BY 1, 2, 3, 4
    """

  private func state(_ seeds: Seeds) throws -> [String] {
    try Self.tables.flatMap { table in
      try seeds.rows("SELECT '\(table)', xmin, ctid, t::text FROM \(table) AS t ORDER BY 3")
    }
      + seeds.rows("SELECT sequencename, last_value FROM pg_sequences ORDER BY 1")
      + seeds.rows("SELECT xmin, r::text FROM seedbed.rows AS r ORDER BY 2")
  }

  @Test func `it is short, is written once, and then left alone`() throws {
    let seeds = try Seeds(Self.schema, ["graph.json": Self.graph])
    #expect(try seeds.apply().totals.inserted == 40)
    #expect(
      try seeds.rows(Self.contents).filter { $0.hasPrefix("folder") || $0.hasPrefix("log|S") } == [
        "folder|/garden|garden|Spring", "folder|/garden/beds|/garden|-",
        "folder|/garden/seeds|/garden|-", "folder|/garden/tools|/garden|-",
        "folder|/kitchen|kitchen|Soup", "log|Soup|made|-", "log|Soup|read|-",
        "log|Spring|made|-", "log|Spring|read|-",
      ])
    let before = try state(seeds)
    #expect(try !seeds.apply().hasChanges)
    #expect(try !seeds.plan().hasChanges)
    #expect(try state(seeds) == before)

    // The same rows one by one, as they are without labels and children: with ids, a field on a
    // line.
    let layout = try Binary.run(["seed", "format", "--check"], in: seeds.folder.path)
    #expect(layout.status == 0)
    let flat = try Self.tables.reduce(0) { lines, table in
      let text = try seeds.rows("SELECT jsonb_pretty(jsonb_agg(t)) FROM \(table) AS t")[0]
      return lines + text.split(separator: "\n").count
    }
    #expect(Self.graph.split(separator: "\n").count * 3 <= flat)
  }

  @Test func `the rows of one team are the same elsewhere`() throws {
    let seeds = try Seeds(Self.schema, ["graph.json": Self.graph])
    try seeds.apply()
    // Numbers that no other database has.
    try seeds.connection.run(
      simple: "INSERT INTO teams (slug, name) SELECT 'x' || n, 'x' FROM generate_series(1, 50) n")
    let dumps = Dumps(of: seeds, schema: Self.schema)
    let wanted = try seeds.rows(Self.contents).filter { row in
      !row.contains("kitchen") && !row.contains("Soup") && !row.contains("dan@")
        && !row.contains("fay@")
        && !row.hasPrefix("team|x")
    }
    try seeds.folder.remove("seeds/graph.json")
    let report = try dumps.write("teams", to: "seeds") {
      $0.condition = "slug = 'garden'"
      $0.children = .depth(.max)
    }
    #expect(Set(report.tables.map(\.table)) == Set(Self.tables.map { "public.\($0)" }))
    let files = try dumps.files()
    #expect(files["users.json"]?.contains("fay@example.com") == false)
    #expect(files.values.allSatisfy { !$0.contains("kitchen") && !$0.contains("Soup") })
    #expect(try dumps.loadIntoEmptyCopy().totals.inserted == report.rows)
    #expect(try seeds.rows(Self.contents) == wanted)
    let plan = try seeds.plan()
    #expect(!plan.hasChanges, "\(plan.changes)")
    #expect(try seeds.verify(SeedExpectation(isExact: true)).exitStatus == .success)
  }
}
