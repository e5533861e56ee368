import JSON
import TestSupport
import Testing

@testable import Seedbed

/// The forms in which hazards are shown.
@Suite struct LintReportTests {
  private func report(_ sql: String) throws -> LintReport {
    let script = try script(sql)
    var linter = Linter(SchemaKnowledge())
    var report = LintReport(database: nil, isCatalogAware: false)
    report.add(linter.lint(script), of: script)
    return report
  }

  private static let sql = """
    -- seedbed: allow drop-column because nobody reads it
    -- seedbed: allow truncate because we can
    ALTER TABLE users DROP COLUMN age;
    ALTER TABLE users ALTER größe SET NOT NULL;
    ALTER TABLE users RENAME TO people;
    DROP INDEX "i,j:k";
    """

  @Test func `as text`() throws {
    let text = try report(Self.sql).text(.plain)
    #expect(
      text.hasPrefix(
        """
        1_a.sql:4:19: blocks: all of users is read for NULLs while nobody can use it [set-not-null]
            ALTER TABLE users ALTER größe SET NOT NULL;
                              ^
          safe form: CHECK (größe IS NOT NULL) NOT VALID, VALIDATE, SET NOT NULL, DROP CONSTRAINT, \
        as separate statements
        1_a.sql:5:1: breaks: the application that runs knows users by this name: its statements fail \
        afterwards [rename]
            ALTER TABLE users RENAME TO people;
            ^
        1_a.sql:6:1: note: DROP INDEX locks the index's table against reads and writes for a moment \
        [drop-index-not-concurrent]
            DROP INDEX "i,j:k";
            ^
          safe form: DROP INDEX CONCURRENTLY "i,j:k"
        1_a.sql:2:1: note: nothing here is truncate: the directive allows what is not there
        lint        2 hazards in 1 migration, 1 allowed, 1 note
        """), "\(text)")
  }

  @Test func `exit status 2 is for hazards that are open`() throws {
    #expect(try report(Self.sql).exitStatus == .pending)
    #expect(try report("DROP INDEX i").exitStatus == .success)
    #expect(
      try report("-- seedbed: allow truncate because so\nTRUNCATE a").exitStatus == .success)
    #expect(try report("CREATE TABLE a (b int)").exitStatus == .success)
  }

  @Test func `as JSON`() throws {
    let json = try report(Self.sql).json
    let hazards = try #require(json["hazards"]?.array)
    #expect(json["open"]?.int == 2)
    #expect(hazards.count == 4)
    #expect(hazards[0]["allowedBecause"]?.string == "nobody reads it")
    #expect(hazards[1]["location"]?["line"]?.int == 4)
    #expect(hazards[1]["rule"]?.string == "set-not-null")
    #expect(hazards[1]["page"]?.string == "docs/hazards/set-not-null.md")
    #expect(json["unusedAllowances"]?.array?.first?["hazard"]?.string == "truncate")
  }

  @Test func `as annotations of GitHub`() throws {
    var report = try report(Self.sql)
    report.format = .github
    report.pathPrefix = "a,b/"
    let lines = report.text(.plain).split(separator: "\n")
    #expect(lines.count == 4)
    #expect(
      lines[0].hasPrefix(
        "::error file=a%2Cb/1_a.sql,line=4,col=19,title=set-not-null::all of users is read"))
    #expect(lines[0].contains("%0Asafe form: "))
    #expect(lines[1].hasPrefix("::warning file="))
    #expect(lines[2].hasPrefix("::notice file="))
    #expect(lines.allSatisfy { !$0.contains("drop-column") })
  }

  /// What the standard asks of a log (SARIF 2.1.0, sections 3.13 to 3.30, 3.49 and 3.50).
  @Test func `as SARIF`() throws {
    var report = try report(Self.sql)
    report.format = .sarif
    report.pathPrefix = "größe/"
    let log = try JSONValue(parsing: report.text(.plain))
    #expect(log["version"]?.string == "2.1.0")
    #expect(log["$schema"]?.string?.hasSuffix("sarif-schema-2.1.0.json") == true)
    let runs = try #require(log["runs"]?.array)
    #expect(runs.count == 1)
    let driver = try #require(runs[0]["tool"]?["driver"])
    #expect(driver["name"]?.string == "seedbed")
    let rules = try #require(driver["rules"]?.array)
    let ids = rules.compactMap { $0["id"]?.string }
    #expect(ids == HazardRules.ids)
    let levels: Set = ["none", "note", "warning", "error"]
    for rule in rules {
      #expect(rule["shortDescription"]?["text"]?.string?.isEmpty == false)
      #expect(rule["help"]?["text"]?.string?.isEmpty == false)
      #expect(levels.contains(rule["defaultConfiguration"]?["level"]?.string ?? ""))
    }
    let results = try #require(runs[0]["results"]?.array)
    #expect(results.count == 4)
    for result in results {
      let index = try #require(result["ruleIndex"]?.int)
      #expect(ids[index] == result["ruleId"]?.string)
      #expect(levels.contains(result["level"]?.string ?? ""))
      #expect(result["message"]?["text"]?.string?.isEmpty == false)
      let place = result["locations"]?.array?.first?["physicalLocation"]
      #expect(place?["artifactLocation"]?["uri"]?.string == "gr%C3%B6%C3%9Fe/1_a.sql")
      #expect(place?["region"]?["startLine"]?.int ?? 0 >= 1)
      #expect(place?["region"]?["startColumn"]?.int ?? 0 >= 1)
    }
    let suppression = results[0]["suppressions"]?.array?.first
    #expect(suppression?["kind"]?.string == "inSource")
    #expect(suppression?["justification"]?.string == "nobody reads it")
  }

  @Test(.enabled(if: Validator.sarif != nil))
  func `SARIF of every hazard is valid by its published schema`() throws {
    var examples = LintReport(database: nil, isCatalogAware: false)
    for example in HazardRules.pages.flatMap(\.bad) {
      let found = try hazards(in: example.sql, after: example.before)
      examples.add(found, of: try script(example.sql))
    }
    var logs = try [report(Self.sql), report("SELECT 1"), examples].map { report in
      var report = report
      report.format = .sarif
      return report.text(.plain)
    }
    // And the schema is one that refuses something.
    logs.append(logs[0].replacing(#""level": "error""#, with: #""level": "fatal""#))
    logs.append(logs[0].replacing(#""startLine": 4"#, with: #""startLine": 0"#))
    let schema = try #require(Validator.sarif)
    let answers = try Validator.problems(of: logs.map { (schema, $0) })
    #expect(answers.prefix(3) == [nil, nil, nil])
    #expect(answers.suffix(2).allSatisfy { $0 != nil })
  }
}
