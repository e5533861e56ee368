import Postgres
import Seedbed
import TestSupport
import Testing

/// References to rows that the same run makes or changes.
@Suite(.database) struct SeedChangingReferenceTests {
  static let schema = """
    CREATE TABLE orgs (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug text UNIQUE,
      code int UNIQUE);
    CREATE TABLE users (email text PRIMARY KEY, org_id int REFERENCES orgs, v text);
    """

  @Test func anExistingRowThatComesToPointAtANewOne() throws {
    let seeds = try Seeds(
      Self.schema + "INSERT INTO users VALUES ('ada', NULL, 'x');",
      [
        "orgs.json": #"[{"slug": "acme"}]"#,
        "users.json": #"[{"email": "ada", "org_id": {"slug": "acme"}}]"#,
      ])
    #expect(try seeds.plan().summary == ["public.orgs +1 ~0 =0", "public.users +0 ~1 =0"])
    #expect(try seeds.plan().changes.last?.fields.map(\.column) == ["org_id"])
    #expect(try seeds.apply().summary == ["public.orgs +1 ~0 =0", "public.users +0 ~1 =0"])
    #expect(try seeds.rows("SELECT org_id FROM users") == ["1"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aRowWhoseReferredFieldIsRenamed() throws {
    let seeds = try Seeds(
      Self.schema + "INSERT INTO orgs (slug, code) VALUES ('old', 1);"
        + "INSERT INTO users VALUES ('ada', 1, 'x');",
      [
        "orgs.json": #"{"$key": ["code"], "$rows": [{"code": 1, "slug": "new"}]}"#,
        "users.json":
          #"[{"email": "ada", "org_id": {"slug": "new"}}, {"email": "b", "org_id": {"slug": "new"}}]"#,
      ])
    #expect(try seeds.apply().summary == ["public.orgs +0 ~1 =0", "public.users +1 ~0 =1"])
    #expect(try seeds.rows("SELECT org_id FROM users") == ["1", "1"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aRowThatIsLeftAloneUnderItsOtherName() throws {
    let seeds = try Seeds(
      Self.schema + "INSERT INTO orgs (slug, code) VALUES ('own', 1);",
      [
        "orgs.json": """
        {"$key": ["code"], "$mode": "insert", "$rows": [{"code": 1, "slug": "theirs"}]}
        """,
        "users.json": #"[{"email": "ada", "org_id": {"slug": "theirs"}}]"#,
      ])
    #expect(try seeds.apply().summary == ["public.orgs +0 ~0 =1", "public.users +1 ~0 =0"])
    #expect(try seeds.rows("SELECT email, org_id FROM users") == ["ada|1"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aRowThatModeUpdateDoesNotMake() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "orgs.json": #"{"$mode": "update", "$rows": [{"slug": "acme"}]}"#,
        "users.json": #"[{"email": "ada", "org_id": {"slug": "acme"}}]"#,
      ])
    #expect(try seeds.placedCodes() == ["seeds/users.json:1:29 seed.unresolved_reference"])
  }

  @Test func differentKeysOfOneTable() throws {
    let seeds = try Seeds(
      Self.schema + "INSERT INTO orgs (slug, code) VALUES ('there', 5);",
      [
        "orgs.json": #"{"$key": ["slug"], "$rows": [{"slug": "acme", "code": 1}]}"#,
        "users.json": """
        {"$key": ["email"], "$rows": [{"email": "a", "org_id": {"slug": "acme"}},
          {"email": "b", "org_id": {"code": 1}}, {"email": "c", "org_id": {"id": 1}},
          {"email": "d", "org_id": 1}, {"email": "e", "org_id": {"slug": "there", "code": 5}},
          {"email": "f", "org_id": null}, {"email": "g"}]}
        """,
      ])
    try seeds.apply()
    #expect(
      try seeds.rows(
        "SELECT u.email, slug FROM users u LEFT JOIN orgs o ON o.id = org_id ORDER BY 1")
        == ["a|acme", "b|acme", "c|there", "d|there", "e|there", "f|-", "g|-"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func sameNamesUnderNewParentsOfTheSameTable() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE folders (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, path text UNIQUE,
        name text NOT NULL, parent_id int REFERENCES folders, UNIQUE (parent_id, name));
      """,
      [
        "folders.json": """
        {"$key": ["parent_id", "name"], "$rows": [
          {"name": "conf", "parent_id": {"path": "/a"}}, {"name": "conf", "parent_id": {"path": "/b"}},
          {"name": "b", "path": "/b", "parent_id": null}, {"name": "a", "path": "/a", "parent_id": null}]}
        """,
        "development/folders.json": """
        [{"name": "conf", "parent_id": {"path": "/a"}, "path": "/a/conf"},
         {"name": "x", "parent_id": {"path": "/a/conf"}}]
        """,
      ])
    #expect(try seeds.apply().summary == ["public.folders +5 ~0 =0"])
    #expect(
      try seeds.rows(
        "SELECT p.name, c.name, c.path FROM folders c LEFT JOIN folders p ON p.id = c.parent_id ORDER BY 1, 2"
      )
        == ["a|conf|/a/conf", "b|conf|-", "conf|x|-", "-|a|/a", "-|b|/b"])
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func aNaturalKeyThatIsItselfReferredTo() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE countries (code char(2) PRIMARY KEY, name text UNIQUE);
      CREATE TABLE towns (id uuid PRIMARY KEY DEFAULT gen_random_uuid(), name text UNIQUE,
        country char(2) NOT NULL REFERENCES countries ON UPDATE CASCADE);
      """,
      [
        "towns.json":
          #"[{"name": "Oslo", "country": {"name": "Norway"}}, {"name": "Rome", "country": "IT"}]"#,
        "countries.json": #"[{"code": "NO", "name": "Norway"}, {"code": "IT", "name": "Italy"}]"#,
      ])
    #expect(try seeds.apply().totals.inserted == 4)
    #expect(try seeds.apply().hasChanges == false)
    #expect(try seeds.rows("SELECT country FROM towns ORDER BY name") == ["NO", "IT"])
  }

  @Test func aCompositeForeignKey() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE tenants (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug text UNIQUE);
      CREATE TABLE people (tenant_id int REFERENCES tenants, id int GENERATED ALWAYS AS IDENTITY,
        email text, PRIMARY KEY (tenant_id, id), UNIQUE (tenant_id, email));
      CREATE TABLE notes (k text PRIMARY KEY, tenant_id int REFERENCES tenants, author_id int,
        FOREIGN KEY (tenant_id, author_id) REFERENCES people (tenant_id, id));
      """,
      [
        "all.json": """
        {"notes": [{"k": "1", "tenant_id": {"slug": "t"},
            "author_id": {"email": "ada", "tenant_id": {"slug": "t"}}}],
         "people": [{"tenant_id": {"slug": "t"}, "email": "ada"}],
         "tenants": [{"slug": "t"}]}
        """
      ])
    #expect(try seeds.apply().totals.inserted == 3)
    #expect(try seeds.apply().hasChanges == false)
  }

  @Test func anExistingRowThatComesToPointAtANewOneOfItsOwnTable() throws {
    let seeds = try Seeds(
      """
      CREATE TABLE n (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k text UNIQUE, up int REFERENCES n);
      INSERT INTO n (k) VALUES ('old');
      """,
      [
        "n.json":
          #"[{"k": "old", "up": {"k": "new"}}, {"k": "new", "up": {"k": "newer"}}, {"k": "newer"}]"#
      ])
    #expect(try seeds.apply().summary == ["public.n +2 ~1 =0"])
    #expect(
      try seeds.rows("SELECT c.k, p.k FROM n c LEFT JOIN n p ON p.id = c.up ORDER BY 1")
        == ["new|newer", "newer|-", "old|new"])
    #expect(try seeds.apply().hasChanges == false)
  }
}
