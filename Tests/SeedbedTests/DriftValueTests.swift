import Testing

@testable import Seedbed

struct DriftValueTests {
  @Test(arguments: [
    ("public.tmp_*", "public.tmp_users", true), ("public.tmp_*", "public.temp", false),
    ("*.id", "public.users.id", true), ("public.?", "public.ab", false),
    ("app.Users", "app.\"Users\"", true), ("a*b*c", "aXbYbZc", true), ("a*b", "acd", false),
  ])
  func `patterns match names`(_ pattern: String, _ name: String, _ matches: Bool) {
    #expect(IgnoreList.matches(name, pattern) == matches)
  }

  @Test func `a pattern with a kind means that kind, and what belongs to it`() throws {
    let list = IgnoreList([try #require(IgnoreList.Pattern("table:public.t"))])
    #expect(list.covers(.init(kind: .table, name: "public.t"), parent: nil))
    #expect(!list.covers(.init(kind: .view, name: "public.t"), parent: nil))
    #expect(list.covers(.init(kind: .column, name: "public.t.c"), parent: "table public.t"))
    #expect(IgnoreList.Pattern("tabel:x") == nil)
  }

  @Test func `texts are laid over one another with a line around what differs`() {
    #expect(
      LineDiff.lines(from: "a\nb\nc\nd\ne", to: "a\nb\nX\nd\ne") == [
        .same("b"), .removed("c"), .added("X"), .same("d"),
      ])
  }

  @Test func `labels are told apart whatever they hold`() {
    #expect(EnumLabels.literals(in: "'a', 'it''s, b', 'c d'") == ["'a'", "'it''s, b'", "'c d'"])
    #expect(EnumLabels.literals(in: "") == [])
  }

  @Test func `what belongs to an object that came as a whole is told with it`() {
    func object(_ kind: ObjectKind, _ name: String, in parent: String? = nil) -> SchemaObject {
      SchemaObject(
        identity: .init(kind: kind, name: name), parent: parent, attributes: [:], statements: [:])
    }
    let diff = SchemaDiff(
      from: SchemaPicture([]),
      to: SchemaPicture([
        object(.column, "t.a", in: "table t"), object(.column, "t.b", in: "table t"),
        object(.table, "t"),
      ]))
    #expect(diff.differences.count == 3)
    #expect(diff.outermost.map(\.identity.name) == ["t"])
    #expect(diff.parts(of: diff.outermost[0]).map(\.count) == [2])
  }

  @Test func `what a role may not see is no difference`() {
    func mapping(_ options: String?) -> SchemaPicture {
      SchemaPicture([
        SchemaObject(
          identity: .init(kind: .userMapping, name: "public on away"), parent: nil,
          attributes: options.map { ["options": $0] } ?? [:], statements: [:])
      ])
    }
    for other in ["password", nil] {
      #expect(SchemaDiff(from: mapping(other), to: mapping(SchemaObject.unseen)).isEmpty)
      #expect(!SchemaDiff(from: mapping(other), to: mapping("user")).isEmpty)
    }
  }

  @Test func `the configuration is read, and a kind that is none is an error`() throws {
    let configuration = try Configuration(
      parsing: #"{"drift": {"ignore": ["public.tmp_*", "comment:*"]}, "schemaFile": "./s.sql"}"#)
    #expect(configuration.ignoredDrift.patterns.count == 2)
    #expect(configuration.schemaFile == "s.sql")
    let problem = try #require(throws: Problem.self) {
      try Configuration(parsing: #"{"drift": {"ignore": ["indx:*"], "ingore": []}}"#)
    }
    #expect(problem.all.map(\.hint) == ["did you mean \"index\"?", "did you mean \"ignore\"?"])
  }
}
