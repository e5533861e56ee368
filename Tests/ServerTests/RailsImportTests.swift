import JSON
import Seedbed
import TestSupport
import Testing

/// `seedbed seed import` from Rails.
@Suite(.database) struct RailsImportTests {
  private static let blog = """
    CREATE TABLE users (id bigserial PRIMARY KEY, email text UNIQUE NOT NULL, admin boolean,
      manager_id bigint REFERENCES users, created_at timestamptz NOT NULL, seen_at timestamptz,
      role int);
    CREATE TABLE posts (id bigserial PRIMARY KEY, title text NOT NULL, author_id bigint
      REFERENCES users, prefs jsonb, words text[], price numeric);
    CREATE TABLE tags (id bigserial PRIMARY KEY, name text UNIQUE);
    CREATE TABLE posts_tags (post_id bigint REFERENCES posts, tag_id bigint REFERENCES tags,
      PRIMARY KEY (post_id, tag_id));
    CREATE TABLE notes (id bigserial PRIMARY KEY, subject_type text, subject_id bigint, body text)
    """

  private func fixtures() throws -> Authoring {
    let authoring = try Authoring(Self.blog)
    try authoring.folder.write(
      "users.yml",
      """
      DEFAULTS: &defaults
        email: $LABEL@example.com
        admin: no
      ada:
        <<: *defaults
        admin: yes
        seen_at: <%= 3.days.ago %>
      bob:
        <<: *defaults
        manager: ada
        role: <%= User.roles[:guest] %>
      eve:
        <<: *defaults
        manager: nobody
        role: guest
        created_at: 2026-01-01 10:00:00
        nick: e
      """)
    try authoring.folder.write(
      "posts.yml",
      """
      # \(RailsIdentityOfAda.comment)
      first:
        title: "First: yes"
        author_id: \(RailsIdentityOfAda.id)
        prefs: { "$dark": true, sizes: [1, 1.0, "2"] }
        words: [a, "b c"]
        price: 1_000.50
        tags: swift, sql
      <% 2.times do |n| %>
      post_<%= n %>:
        title: Post
      <% end %>
      second:
        title: |
          Two
          lines
        author: bob
        tags: [sql]
      """)
    try authoring.folder.write("tags.yml", "swift: {name: swift}\nsql: {name: sql}\n")
    try authoring.folder.write("notes.yml", "one:\n  subject: first (Post)\n  body: ~\n")
    return authoring
  }

  @Test func `labels become labels and references`() throws {
    let authoring = try fixtures()
    let report = try authoring.take("users.yml", "posts.yml", "tags.yml", "notes.yml")
    #expect(
      authoring.folder.read("seeds/users.json") == #"""
        [
          {
            "$label": "ada",
            "admin": true,
            "seen_at": {"$now": "-3 days"},
            "email": "ada@example.com",
            "created_at": {"$now": "0 days"}
          },
          {
            "$label": "bob",
            "manager_id": {"$ref": "ada"},
            "email": "bob@example.com",
            "admin": false,
            "created_at": {"$now": "0 days"}
          },
          {"$label": "eve", "created_at": "2026-01-01 10:00:00", "email": "eve@example.com", "admin": false}
        ]

        """#)
    let posts = try JSONValue(parsing: #require(authoring.folder.read("seeds/posts.json")))
    #expect(
      posts.array?.first == [
        "$label": "first", "title": "First: yes", "author_id": ["$ref": "ada"],
        "prefs": ["$json": ["$dark": true, "sizes": [1, .number("1.0"), "2"]]],
        "words": ["a", "b c"], "price": .number("1000.50"),
      ])
    #expect(posts.array?.last?["title"]?.string == "Two\nlines\n")
    #expect(
      authoring.folder.read("seeds/posts_tags.json") == #"""
        [
          {"post_id": {"$ref": "first"}, "tag_id": {"$ref": "swift"}},
          {"post_id": {"$ref": "first"}, "tag_id": {"$ref": "sql"}},
          {"post_id": {"$ref": "second"}, "tag_id": {"$ref": "sql"}}
        ]

        """#)
    let notes = try JSONValue(parsing: #require(authoring.folder.read("seeds/notes.json")))
    let note = notes.array?.first
    #expect(note?["subject_id"] == ["$ref": "posts.first"])
    #expect(note?["subject_type"]?.string == "Post")
    #expect(
      report.leftovers
        == [
          "posts.yml:9 Ruby is not run; what it wraps is taken once, as it is",
          "posts.yml:12 Ruby is not run; what it wraps is taken once, as it is",
          "users.yml:11 \"role\": Ruby is not run",
          "users.yml:14 \"manager\": no record that is taken over has this label",
          "users.yml:15 \"role\": this is no value for integer",
          "users.yml:17 \"nick\": public.users has no such column",
          "posts.yml:10 a record whose label is Ruby",
        ].sorted { one, other in
          report.leftovers.firstIndex(of: one) ?? 99 < report.leftovers.firstIndex(of: other) ?? 99
        })
  }

  @Test func `what is no YAML has its place`() throws {
    let authoring = try Authoring(Self.blog)
    try authoring.folder.write("users.yml", "ada:\n  email: [\n")
    let problem = #expect(throws: Problem.self) { try authoring.take("users.yml") }
    #expect(problem?.code == "import.syntax")
    #expect(problem?.location?.line == 3)
    try authoring.folder.write("users.yml", "a: &a [*a, *a]\n")
    #expect(throws: Problem.self) { try authoring.take("users.yml") }
  }
}

/// Worked out with zlib, apart from this code.
private enum RailsIdentityOfAda {
  static let id = 225_478_506
  static let comment = "ada"
}
