import Seedbed
import TestSupport
import Testing

/// `$repeat` makes many records of one.
@Suite(.database) struct RepeatedRecordTests {
  static let schema = """
    CREATE TABLE orgs (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, slug text UNIQUE);
    CREATE TABLE users (email text PRIMARY KEY, age int, org_id int REFERENCES orgs, note text);
    """

  @Test func numbersStandInStringsAndReferences() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "all.json": """
        {"orgs": [{"$repeat": 3, "slug": "org-{{n}}"}],
         "users": [
           {"email": "first@example.com", "note": "{{n}}"},
           {"email": "u{{n:3}}@example.com", "$repeat": {"count": 3, "from": 9}, "age": "{{n}}",
            "note": "{{name}} {{n}} of {{n}}"},
           {"$repeat": 3, "email": "{{n}}@example.com", "org_id": {"slug": "org-{{n}}"}}]}
        """
      ])
    #expect(try seeds.apply().summary == ["public.orgs +3 ~0 =0", "public.users +7 ~0 =0"])
    #expect(
      try seeds.rows(
        """
        SELECT u.email, u.age, u.note, o.slug FROM users u LEFT JOIN orgs o ON o.id = u.org_id
        ORDER BY u.email COLLATE "C"
        """) == [
          "1@example.com|-|-|org-1", "2@example.com|-|-|org-2", "3@example.com|-|-|org-3",
          "first@example.com|-|{{n}}|-", "u009@example.com|9|{{name}} 9 of 9|-",
          "u010@example.com|10|{{name}} 10 of 10|-", "u011@example.com|11|{{name}} 11 of 11|-",
        ])
    #expect(try seeds.apply().summary == ["public.orgs +0 ~0 =3", "public.users +0 ~0 =7"])
  }

  @Test func defaultsHaveTheNumberToo() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "users.json": """
        {"$defaults": {"note": "number {{n}}", "age": 5},
         "$rows": [{"$repeat": 2, "email": "a{{n}}"}, {"email": "b"}, {"$repeat": 1, "email": "c{{n}}"}]}
        """
      ])
    try seeds.apply()
    #expect(
      try seeds.rows("SELECT email, age, note FROM users ORDER BY 1") == [
        "a1|5|number 1", "a2|5|number 2", "b|5|number {{n}}", "c1|5|number 1",
      ])
  }

  @Test func oneRecordALine() throws {
    let seeds = try Seeds(
      Self.schema,
      ["users.jsonl": "{\"$repeat\": 2, \"email\": \"a{{n}}\"}\n{\"email\": \"b\"}\n"])
    #expect(try seeds.apply().summary == ["public.users +3 ~0 =0"])
  }

  @Test func noneIsNoRecord() throws {
    let seeds = try Seeds(
      Self.schema, ["users.json": #"[{"$repeat": 0, "email": "{{n}}"}, {"email": "b"}]"#])
    #expect(try seeds.apply().summary == ["public.users +1 ~0 =0"])
  }

  @Test func aSmallFixtureOfManyRowsIsStaged() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "users.json": """
        [{"$repeat": 120000, "email": "user-{{n}}@example.com", "age": 7,
          "note": "a note that is not all that short, so that the rows are not either: {{n}}"}]
        """
      ])
    #expect(try seeds.apply().summary == ["public.users +120000 ~0 =0"])
    #expect(try seeds.apply().summary == ["public.users +0 ~0 =120000"])
  }

  @Test(arguments: [
    (#"-1"#, 1), (#"1.5"#, 1), (#"1000000001"#, 1), (#""5""#, 1), ("[]", 1), ("{}", 1),
    (#"{"cuont": 2}"#, 2), (#"{"count": -2}"#, 11), (#"{"count": 1, "from": -1}"#, 22),
    (#"99999999999999999999"#, 1), ("null", 1), ("true", 1),
  ])
  func whatIsNoCountIsAnErrorAtItsPlace(count: String, column: Int) throws {
    let seeds = try Seeds(
      Self.schema,
      ["users.json": "[{\"email\": \"x\"},\n {\"$repeat\":\n\(count), \"email\": \"{{n}}\"}]"])
    #expect(try seeds.placedCodes() == ["seeds/users.json:3:\(column) seed.bad_repeat"])
    #expect(try seeds.rows("SELECT count(*) FROM users") == ["0"])
  }

  @Test func aRecordWithoutSuchAnOptionGetsItNamed() throws {
    let seeds = try Seeds(Self.schema, ["users.json": #"[{"$repaet": 2, "email": "{{n}}"}]"#])
    #expect(try seeds.problems().first?.hint == "did you mean \"$repeat\"?")
  }

  @Test func placesAreThoseInTheFile() throws {
    let seeds = try Seeds(
      Self.schema,
      [
        "users.json": """
        [{"$repeat": {"count": 3, "from": 98}, "email": "{{n}}", "age": "{{n}}{{n:12}}"},
         {"email": "{{n}}", "$repeat": 1, "note": "{{n:9}}", "org_id": {"slug": "org-{{n}}"},
          "agee": 1}]
        """
      ])
    #expect(
      try seeds.placedCodes() == [
        "seeds/users.json:1:65 seed.out_of_range", "seeds/users.json:3:3 seed.unknown_column",
      ])
    try seeds.write(
      "users.json", #"[{"$repeat": 12, "email": "{{n}}", "org_id": {"slug": "org-{{n}}"}}]"#)
    #expect(
      Set(try seeds.placedCodes()) == ["seeds/users.json:1:46 seed.unresolved_reference"])
  }

  @Test func twoOfOneKeyAreAnError() throws {
    let seeds = try Seeds(
      Self.schema, ["users.json": #"[{"$repeat": 2, "email": "{{n}}"}, {"email": "2"}]"#])
    #expect(try seeds.placedCodes() == ["seeds/users.json:1:36 seed.duplicate_key"])
  }
}
