import Postgres
import SQLScript
import TestSupport
import Testing

@testable import Seedbed

/// What is observed in a shadow without rows is what was measured on tables with 100,000.
@Suite(.database) struct CorpusTests {
  @Test func `observed is what was measured, and predicted not less, for every statement`() throws {
    let corpus = try Corpus()
    let project = try MigrationProject()
    let session = try project.connect()
    session.onNotice = { _ in }
    let major = session.serverVersion / 10_000
    let database = try project.project(as: nil).database()
    var count = 0
    var missed: [String] = []
    for item in corpus.cases where item.oldest <= major {
      guard let measured = try corpus.measured(item.name, on: major) else {
        #expect(!Corpus.versions.contains(major), "\(item.name) was not measured on \(major)")
        continue
      }
      let given = item.given.filter { !$0.hasPrefix("INSERT ") && !$0.hasPrefix("UPDATE ") }
      try session.run(simple: Self.cleaning + "; " + (corpus.base + given).joined())
      let pending = try Self.script(item)
      missed += try Self.missed(of: measured, in: pending.script, of: database, on: session).map {
        "\(item.name): \($0)"
      }
      var observer = try Observer(of: database, as: SessionTraits(of: session), SilentProgress())
      let effects = try observer.effects(of: [pending])[0]
      #expect(effects.map(\.said) == measured, "\(item.name)")
      #expect(effects.compactMap(\.note).isEmpty, "\(item.name)")
      #expect(effects.allSatisfy { $0.source == .observed }, "\(item.name)")
      count += effects.count
    }
    #expect(count >= 200)
    // What only the catalog knows, and what a DO block or a function runs.
    #expect(missed.count <= 30, "\(missed.joined(separator: "\n"))")
  }

  /// What was measured and the texts do not say.
  private static func missed(
    of measured: [String], in script: MigrationScript, of database: Database,
    on session: Connection
  ) throws -> [String] {
    let map = try RelationMap(from: session)
    var knowledge = try KnowledgeReader(connection: session).read(schema: database.schema)
    return zip(script.script.statements, measured).compactMap { statement, truth in
      let said = StaticEffects(map, knowledge).effect(of: statement, script.script).said
      knowledge.learn(statement, of: script)
      let facts = Set(truth.components("; "))
      return facts.isSubset(of: Set(said.components("; "))) ? nil : "\(truth), said: \(said)"
    }
  }

  private static let cleaning = """
    DO $$ DECLARE s text; BEGIN
      FOR s IN SELECT nspname FROM pg_namespace
        WHERE nspname !~ '^pg_' AND nspname <> 'information_schema' LOOP
        EXECUTE format('DROP SCHEMA %I CASCADE', s);
      END LOOP;
    END $$; DROP PUBLICATION IF EXISTS news; CREATE SCHEMA public
    """

  private static func script(_ item: Corpus.Case) throws -> PendingScript {
    let file = MigrationFile(path: "/corpus/\(item.name).sql", name: "\(item.name).sql")
    let text = item.statements.joined(separator: "\n")
    return PendingScript(item.name, try MigrationScript(SourceText(text), of: file))
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator).map(String.init)
  }
}
