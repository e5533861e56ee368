import JSON
import Postgres
import Seedbed
import TestSupport
import Testing

/// `seedbed seed import` from CSV and from Django.
@Suite(.database) struct ImportTests {
  @Test func `CSV is read by the types of the columns`() throws {
    let authoring = try Authoring(
      "CREATE TABLE t (code text PRIMARY KEY, zip text, n numeric, ok boolean, j jsonb, d date)")
    try authoring.folder.write(
      "in/010_t.csv",
      "\u{FEFF}code,zip,n,ok,j,wrong,d\r\nNO,0123,1.50,yes,\"{\"\"$a\"\": 1}\",x,2026-01-01\r\n"
        + "\"a \"\"b\"\",\nc\",1e3,1e3,f,[1],x,\n\n\"\",\"\",,,,,\nshort,1\n")
    let report = try authoring.take("in/010_t.csv")
    #expect(
      authoring.folder.read("seeds/t.json") == #"""
        [
          {
            "code": "NO",
            "zip": "0123",
            "n": 1.50,
            "ok": true,
            "j": {"$json": {"$a": 1}},
            "d": "2026-01-01"
          },
          {"code": "a \"b\",\nc", "zip": "1e3", "n": 1e3, "ok": false, "j": [1], "d": null},
          {"code": "", "zip": "", "n": null, "ok": null, "j": null, "d": null}
        ]

        """#)
    #expect(report.files.map(\.records) == [3])
    #expect(
      report.leftovers == [
        "010_t.csv:1 public.t has no column \"wrong\"",
        "010_t.csv:7 a row of 2 fields, where the first line has 7",
      ])
    #expect(try authoring.seed() == ["public.t +3 ~0 =0"])
    #expect(try authoring.seed() == ["public.t +0 ~0 =3"])
    #expect(
      try authoring.rows("SELECT zip, n, j FROM t WHERE code = 'NO'") == ["0123|1.50|{\"$a\": 1}"])
  }

  @Test(arguments: [
    ("k\n\"a", "t.csv:2", "never closed"), ("k\n\"a\"b\n", "t.csv:2", "follows a closing"),
    ("", "t.csv", "is empty"), ("x;k\n1;2\n", "t.csv:1", "names no column"),
  ])
  func `CSV that cannot be read writes nothing`(
    text: String, place: String, message: String
  ) throws {
    let authoring = try Authoring("CREATE TABLE t (k text PRIMARY KEY)")
    try authoring.folder.write("t.csv", text)
    let problem = try #require(#expect(throws: Problem.self) { try authoring.take("t.csv") })
    #expect(problem.location?.description.hasSuffix(place) == true)
    #expect(problem.message.contains(message))
    #expect(authoring.folder.read("seeds/t.json") == nil)
  }

  @Test func `a fixture that is there is replaced by force alone`() throws {
    let authoring = try Authoring("CREATE TABLE t (k text PRIMARY KEY)")
    try authoring.folder.write("data.csv", "k\na\n")
    try authoring.folder.write("seeds/t.json", "mine")
    let problem = #expect(throws: Problem.self) { try authoring.take("data.csv", table: "t") }
    #expect(problem?.code == "seed.exists")
    #expect(authoring.folder.read("seeds/t.json") == "mine")
    _ = try authoring.take("data.csv", table: "t", force: true)
    #expect(authoring.folder.read("seeds/t.json") == "[\n  {\"k\": \"a\"}\n]\n")
  }

  @Test func `a large CSV is a stream`() throws {
    let authoring = try Authoring("CREATE TABLE t (k int PRIMARY KEY, v text)")
    let rows = (0..<30_000).map { "\($0),\"value, number \($0)\"\n" }
    try authoring.folder.write("t.csv", "k,v\n" + rows.joined())
    #expect(try authoring.take("t.csv").files.map(\.records) == [30_000])
    #expect(try authoring.seed() == ["public.t +30000 ~0 =0"])
  }

  // MARK: Django

  private static let shop = """
    CREATE TABLE shop_author (id bigserial PRIMARY KEY, slug text UNIQUE, born date, photo bytea);
    CREATE TABLE shop_book (
      id bigserial PRIMARY KEY, title text NOT NULL, author_id bigint NOT NULL REFERENCES shop_author,
      words text[], extra jsonb, UNIQUE (title, author_id));
    CREATE TABLE shop_tag (id bigserial PRIMARY KEY, name text UNIQUE);
    CREATE TABLE shop_book_tags (id bigserial PRIMARY KEY,
      book_id bigint NOT NULL REFERENCES shop_book, tag_id bigint NOT NULL REFERENCES shop_tag,
      UNIQUE (book_id, tag_id));
    CREATE TABLE shop_loan (id bigserial PRIMARY KEY, book_id bigint NOT NULL REFERENCES shop_book,
      day date NOT NULL, UNIQUE (book_id, day))
    """

  @Test func `Django's models, natural keys and many-to-many lists`() throws {
    let authoring = try Authoring(Self.shop)
    try authoring.folder.write(
      "shop.json",
      #"""
      [
        {"model": "shop.tag", "pk": 7, "fields": {"name": "sql"}},
        {"model": "shop.author", "pk": 1, "fields": {"slug": "ada", "born": null, "photo": "aGk="}},
        {"model": "shop.author", "pk": 2, "fields": {"slug": "bo", "agent": 3}},
        {"model": "shop.Book", "pk": 9, "fields": {"title": "Notes", "author": ["ada"],
          "words": "[\"a\", \"b\"]", "extra": {"$x": [1.0]}, "tags": [7, ["sql"]]}},
        {"model": "shop.book", "pk": 10, "fields": {"title": "More", "author": 2, "tags": [7]}},
        {"model": "shop.loan", "pk": null, "fields": {"book": ["Notes", "ada"], "day": "2026-01-01"}},
        {"model": "auth.user", "pk": 1, "fields": {}}
      ]
      """#)
    let report = try authoring.take("shop.json")
    #expect(
      report.leftovers == [
        "shop.json:4 \"agent\": public.shop_author has no such column",
        "shop.json:9 auth.user: there is no table auth_user (records: 1)",
      ])
    #expect(
      authoring.folder.read("seeds/shop_loan.json")
        == "[\n  {\"book_id\": {\"title\": \"Notes\", \"author_id\": {\"slug\": \"ada\"}}, "
        + "\"day\": \"2026-01-01\"}\n]\n")
    // The tag that is named twice is one row of the join table, and a fixture says so.
    let joins = try #require(authoring.folder.read("seeds/shop_book_tags.json"))
    try authoring.folder.write(
      "seeds/shop_book_tags.json",
      joins.replacing("  {\"book_id\": 9, \"tag_id\": {\"name\": \"sql\"}},\n", with: ""))
    _ = try authoring.seed()
    #expect(
      try authoring.rows(
        """
        SELECT b.title, a.slug, a.photo, b.words, b.extra, count(t.*), count(l.*) FROM shop_book b
        JOIN shop_author a ON a.id = author_id LEFT JOIN shop_book_tags t ON t.book_id = b.id
        LEFT JOIN shop_loan l ON l.book_id = b.id GROUP BY 1, 2, 3, 4, 5 ORDER BY b.title DESC
        """) == ["Notes|ada|\\x6869|{a,b}|{\"$x\": [1.0]}|1|1", "More|bo|-|-|-|1|0"])
  }

  @Test func `what is no Django fixture is told`() throws {
    let authoring = try Authoring(Self.shop)
    try authoring.folder.write("a.json", "[\n {\"id\": 1}]")
    let problem = #expect(throws: Problem.self) { try authoring.take("a.json") }
    #expect(problem?.code == "import.not_django")
    #expect(problem?.location?.line == 2)
  }
}
