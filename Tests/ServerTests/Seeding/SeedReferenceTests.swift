import Postgres
import Seedbed
import TestSupport
import Testing

@Suite(.database) struct SeedReferenceTests {
  static let graph = """
    CREATE TABLE orgs (id serial PRIMARY KEY, slug text UNIQUE NOT NULL);
    CREATE TABLE projects (id serial PRIMARY KEY, org_id int NOT NULL REFERENCES orgs,
      key text NOT NULL, UNIQUE (org_id, key));
    CREATE TABLE issues (id serial PRIMARY KEY, project_id int NOT NULL REFERENCES projects,
      number int NOT NULL, parent_id int REFERENCES issues, UNIQUE (project_id, number));
    """

  @Test func nestedReferencesToRowsOfTheSameRunInAnyOrder() throws {
    let seeds = try Seeds(
      Self.graph,
      [
        "all.json": """
        {"issues": [
           {"project_id": {"key": "OPS", "org_id": {"slug": "acme"}}, "number": 2,
            "parent_id": {"number": 1, "project_id": {"key": "OPS", "org_id": {"slug": "acme"}}}},
           {"project_id": {"key": "OPS", "org_id": {"slug": "acme"}}, "number": 1},
           {"project_id": {"key": "OPS", "org_id": {"slug": "zeta"}}, "number": 1}],
         "projects": [{"org_id": {"slug": "zeta"}, "key": "OPS"},
           {"org_id": {"slug": "acme"}, "key": "OPS"}],
         "orgs": [{"slug": "acme"}, {"slug": "zeta"}]}
        """
      ])
    try seeds.apply()
    let query = """
      SELECT o.slug, p.key, i.number, q.number, qo.slug FROM issues i
      JOIN projects p ON p.id = i.project_id JOIN orgs o ON o.id = p.org_id
      LEFT JOIN issues q ON q.id = i.parent_id LEFT JOIN projects qp ON qp.id = q.project_id
      LEFT JOIN orgs qo ON qo.id = qp.org_id ORDER BY 1, 3
      """
    #expect(try seeds.rows(query) == ["acme|OPS|1|-|-", "acme|OPS|2|1|acme", "zeta|OPS|1|-|-"])
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.plan().hasChanges == false)
  }

  @Test func aPlanOfReferencesToNewRowsSaysWhatARunDoes() throws {
    let seeds = try Seeds(
      Self.graph,
      [
        "all.json": """
        {"orgs": [{"slug": "acme"}],
         "projects": [{"org_id": {"slug": "acme"}, "key": "OPS"}]}
        """
      ])
    let plan = try seeds.plan()
    #expect(plan.summary == ["public.orgs +1 ~0 =0", "public.projects +1 ~0 =0"])
    #expect(try seeds.rows("SELECT count(*) FROM orgs") == ["0"])
    #expect(try seeds.apply().summary == plan.summary)
  }

  @Test func aTreeOfAnyDepthInAnyOrder() throws {
    let nodes = (1...200).map { number in
      number == 1
        ? #"{"name": "n1"}"# : #"{"name": "n\#(number)", "parent_id": {"name": "n\#(number / 2)"}}"#
    }
    let seeds = try Seeds(
      """
      CREATE TABLE nodes (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text UNIQUE NOT NULL,
        parent_id uuid REFERENCES nodes)
      """, ["nodes.json": "[" + nodes.reversed().joined(separator: ",\n") + "]"])
    #expect(try seeds.apply().summary == ["public.nodes +200 ~0 =0"])
    #expect(
      try seeds.rows(
        """
        SELECT count(*) FROM nodes c JOIN nodes p ON p.id = c.parent_id
        WHERE p.name = 'n' || substr(c.name, 2)::int / 2
        """) == ["199"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func rowsIdentifiedByTheirParentInTheSameTable() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE folders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, name text NOT NULL,
        parent_id int REFERENCES folders, UNIQUE (parent_id, name));
      """,
      [
        "folders.json": """
        {"$key": ["parent_id", "name"], "$rows": [
          {"name": "c", "parent_id": {"name": "b", "parent_id": {"name": "a", "parent_id": {"name": "root", "parent_id": {"id": 1}}}}},
          {"name": "a", "parent_id": {"name": "root", "parent_id": {"id": 1}}},
          {"name": "b", "parent_id": {"name": "a", "parent_id": {"name": "root", "parent_id": {"id": 1}}}}]}
        """
      ])
    try seeds.connection.run(
      simple: """
        INSERT INTO folders (name) VALUES ('top');
        INSERT INTO folders (name, parent_id) VALUES ('root', 1);
        """)
    #expect(try seeds.apply().summary == ["public.folders +3 ~0 =0"])
    #expect(
      try seeds.rows(
        "SELECT c.name, p.name FROM folders c LEFT JOIN folders p ON p.id = c.parent_id ORDER BY 1")
        == ["a|root", "b|a", "c|b", "root|top", "top|-"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aCircleOfTablesWhoseKeysMayNotBeNull() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE teams (id serial PRIMARY KEY, name text UNIQUE NOT NULL, lead_id int NOT NULL);
      CREATE TABLE people (id serial PRIMARY KEY, name text UNIQUE NOT NULL,
        team_id int NOT NULL REFERENCES teams);
      ALTER TABLE teams ADD FOREIGN KEY (lead_id) REFERENCES people;
      """,
      [
        "all.json": """
        {"teams": [{"name": "red", "lead_id": {"name": "ada"}}],
         "people": [{"name": "ada", "team_id": {"name": "red"}},
           {"name": "bob", "team_id": {"name": "red"}}]}
        """
      ])
    #expect(try seeds.apply().summary == ["public.teams +1 ~0 =0", "public.people +2 ~0 =0"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func layersAreLaidOverFieldByField() throws {
    let seeds = try Seeds(
      Self.graph + "ALTER TABLE orgs ADD name text, ADD size int;",
      [
        "orgs.json": #"[{"slug": "acme", "name": "Acme", "size": 1}, {"slug": "zeta", "size": 2}]"#,
        "development/orgs.json": #"[{"slug": "acme", "size": 9}, {"slug": "mine", "name": "M"}]"#,
        "staging/orgs.json": #"[{"slug": "elsewhere"}]"#,
        "projects.json": #"[{"key": "A", "org_id": {"slug": "acme"}}]"#,
        "development/projects.json": #"[{"key": "B", "org_id": {"slug": "mine"}}]"#,
      ])
    #expect(
      try seeds.apply().tables.first { $0.table == "public.orgs" }?.inserted == 3)
    #expect(
      try seeds.rows("SELECT slug, name, size FROM orgs ORDER BY 1")
        == ["acme|Acme|9", "mine|M|-", "zeta|-|2"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func referencesInReferencesReachRowsThatGiveTheirIds() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE authors (id serial PRIMARY KEY, slug text UNIQUE);
      CREATE TABLE books (id serial PRIMARY KEY, title text, author_id int REFERENCES authors,
        UNIQUE (title, author_id));
      CREATE TABLE loans (book_id int PRIMARY KEY REFERENCES books)
      """,
      [
        "authors.json": #"[{"id": 1, "slug": "ada"}]"#,
        "books.json": #"[{"id": 9, "title": "Notes", "author_id": {"slug": "ada"}}]"#,
        "loans.json": #"[{"book_id": {"title": "Notes", "author_id": {"slug": "ada"}}}]"#,
      ])
    try seeds.apply()
    #expect(try seeds.rows("TABLE loans") == ["9"])
  }
}
