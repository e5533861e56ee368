import Postgres
import TestSupport
import Testing

@testable import Seedbed

/// What is known of a database's catalog without asking, and what is asked.
@Suite(.database) struct CatalogTests {
  @Test func builtInTypesAreWhatTheServerSays() throws {
    let rows = try TestDatabase.connect().execute(
      """
      SELECT oid, typname, typcategory, typarray, typcollation, typtype, typdefaultbin IS NULL
      FROM pg_type WHERE typnamespace = 'pg_catalog'::regnamespace
      """)
    var known = 0
    for row in rows {
      guard let found = BuiltInTypes.type(row.int(0)),
        case .base(let name, let category) = found.type
      else { continue }
      known += 1
      #expect(name == QualifiedName(schema: "pg_catalog", name: row.string(1)))
      #expect(String(category) == row.string(2))
      #expect(found.collation == row.int(4))
      #expect(row.string(5) == "b")
      #expect(row.bool(6))
      let array = try #require(BuiltInTypes.type(row.int(3)))
      guard case .array(let element, let arrayName) = array.type else {
        Issue.record("\(row.string(1)) has no array")
        continue
      }
      #expect(element.name == name)
      #expect(arrayName.name == "_\(row.string(1))")
      #expect(array.collation == row.int(4))
    }
    #expect(known == 32)
  }

  @Test(arguments: ["plain", "Upper", "with \"quotes\"", "\"", "sp ace", "select", "é", "a.b"])
  func aNameIsReadAsTheServerWritesIt(_ name: String) throws {
    let row = try TestDatabase.connect().execute("SELECT quote_ident(\(name))").first
    #expect(unquoted(identifier: try #require(row?[0])) == name)
  }

  @Test func anIndexHasTheNameThatItWasGiven() throws {
    let connection = try TestDatabase.connect()
    let names = [
      "plain", "Upper", "with \"quotes\"", "\"", "\"\"b", "select", "é", "a.b", "a\".\"b",
    ]
    try connection.execute("CREATE SCHEMA \"s.\"\".t\"")
    try connection.execute("CREATE TABLE \"s.\"\".t\".rows (a int)")
    for name in names {
      try connection.execute(
        "CREATE UNIQUE INDEX \(identifier: name) ON \"s.\"\".t\".rows (a)")
    }
    try connection.execute("BEGIN")
    let catalog = try CatalogReader(connection: connection, schemas: ["s.\".t"]).read(["rows"])
    let table = try #require(catalog.table(named: "rows"))
    #expect(Set(table.keys.map(\.name)) == Set(names))
    #expect(table.keys.map(\.name) == table.keys.map(\.name).sorted { $0.precedesByBytes($1) })
  }

  @Test func whatIsRareIsRead() throws {
    let connection = try TestDatabase.connect()
    try connection.run(
      simple: #"""
        CREATE SCHEMA "My ""Schema""";
        CREATE COLLATION "My ""Schema""".odd (provider = libc, locale = 'C');
        CREATE DOMAIN short AS varchar(5) COLLATE "C" DEFAULT 'none' NOT NULL;
        CREATE TABLE parents (id int PRIMARY KEY);
        CREATE TABLE "My ""Schema""".things (
          z int UNIQUE, a text COLLATE "My ""Schema""".odd, b short, c text DEFAULT 'x',
          d int GENERATED ALWAYS AS (1) STORED, e text[] COLLATE "C", f "char",
          parent int REFERENCES parents, id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY);
        CREATE UNIQUE INDEX lowered ON "My ""Schema""".things (lower(a), c) WHERE z > 0;
        CREATE UNIQUE INDEX another ON "My ""Schema""".things (c);
        CREATE FUNCTION nothing() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE TRIGGER before_row BEFORE INSERT ON "My ""Schema""".things
          FOR EACH ROW EXECUTE FUNCTION nothing();
        CREATE TRIGGER after_all AFTER INSERT ON parents EXECUTE FUNCTION nothing();
        """#)
    try connection.execute("BEGIN")
    let catalog = try CatalogReader(connection: connection, schemas: ["public"]).read(
      ["My \"Schema\".things"])
    let things = try #require(catalog.table(named: "My \"Schema\".things"))
    #expect(
      things.columns.map(\.name) == ["z", "a", "b", "c", "d", "e", "f", "parent", "id"])
    #expect(
      things.columns.map(\.collation) == [
        nil, "\"My \"\"Schema\"\"\".odd", "pg_catalog.\"C\"", nil, nil, "pg_catalog.\"C\"", nil,
        nil, nil,
      ])
    #expect(
      things.columns.map(\.defaultExpression) == [
        nil, nil, "'none'::character varying", "'x'::text", nil, nil, nil, nil, nil,
      ])
    #expect(things.columns[4].isGenerated)
    #expect(things.columns[6].type.builtIn == "char")
    #expect(
      things.keys.map(\.name) == ["things_pkey", "another", "lowered", "things_z_key"])
    #expect(things.keys[2].parts.map(\.text) == ["lower(a)", "c"])
    #expect(things.keys[2].predicate == "(z > 0)")
    #expect(things.hasRowTriggers && !things.hasOtherTriggers)
    let key = try #require(things.foreignKeys.first)
    let parents = try #require(catalog[key.table])
    #expect(parents.name == QualifiedName(schema: "public", name: "parents"))
    #expect(!parents.hasRowTriggers && parents.hasOtherTriggers)
  }

  @Test func aKeyToAPartitionedTableCountsOnce() throws {
    let connection = try TestDatabase.connect()
    try connection.run(
      simple: """
        CREATE TABLE parts (id int PRIMARY KEY) PARTITION BY RANGE (id);
        CREATE TABLE parts_1 PARTITION OF parts FOR VALUES FROM (0) TO (10);
        CREATE TABLE parts_2 PARTITION OF parts FOR VALUES FROM (10) TO (20);
        CREATE TABLE users (part int REFERENCES parts);
        CREATE TABLE owners (part int REFERENCES parts) PARTITION BY RANGE (part);
        CREATE TABLE owners_1 PARTITION OF owners FOR VALUES FROM (0) TO (10);
        """)
    try connection.execute("BEGIN")
    let catalog = try CatalogReader(connection: connection, schemas: ["public"]).read(
      ["users", "owners", "owners_1"])
    for name in ["users", "owners", "owners_1"] {
      let table = try #require(catalog.table(named: name))
      #expect(table.foreignKeys.compactMap { catalog[$0.table]?.name.name } == ["parts"])
    }
  }

  @Test(arguments: ["off", "on"])
  func relationsOfTheServerAreNoTables(_ quotes: String) throws {
    let connection = try TestDatabase.connect()
    try connection.run(simple: "CREATE SEQUENCE numbers; CREATE TABLE tables (id int)")
    try connection.run(simple: "SET quote_all_identifiers = \(quotes)")
    try connection.execute("BEGIN")
    let catalog = try CatalogReader(connection: connection, schemas: ["public"]).read(
      ["tables", "numbers", "pg_class", "information_schema.tables", "pg_catalog.pg_class"])
    #expect(catalog.all.map(\.name.description) == ["public.tables"])
  }
}
