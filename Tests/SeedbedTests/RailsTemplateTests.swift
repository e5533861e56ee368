import JSON
import Testing

@testable import Seedbed

/// What is understood of Ruby and Rails without a database.
struct RailsTemplateTests {
  @Test func `expressions become marks, statements go, lines stay`() throws {
    let text = "a: <%= 1 +\n 2 %>\n<% if x %>\nb: 1 <%# note %>\n<%- end -%>\nc: x<%= y -%>z\n"
    let template = RubyTemplate(Array(text.utf8))
    #expect(template.expressions == ["1 +\n 2", "y"])
    #expect(template.statementLines == [3, 5])
    let lines = String(decoding: template.text, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count == 7)
    let first = lines[0].dropFirst(3)
    #expect(template.expression(in: String(first)) == "1 +\n 2")
    let mixed = String(lines[5].dropFirst(3))
    #expect(RubyTemplate.isMarked(mixed))
    #expect(template.expression(in: mixed) == nil)
    #expect(RubyTemplate(Array("<%= never closed".utf8)).expressions == ["never closed"])
    #expect(RubyTemplate(Array("<%".utf8)).statementLines == [1])
  }

  @Test(arguments: [
    ("3.days.ago", "-3 days"), ("1.week.from_now", "1 week"), ("Time.current", "0 days"),
    ("Date.today", "0 days"),
  ])
  func `moments become $now`(ruby: String, interval: String) {
    #expect(RubyTemplate.directive(for: ruby) == ["$now": .string(interval)])
  }

  @Test(arguments: ["3.users.ago", "days.ago", "3.days", "Time.now + 1", "system('ls')"])
  func `other Ruby is not guessed`(ruby: String) {
    #expect(RubyTemplate.directive(for: ruby) == nil)
  }

  @Test func `labels are found in calls of identify`() {
    for call in ["(:ada)", "(\"ada\")", "('ada')"] {
      #expect(
        RubyTemplate.identifiedLabel(in: "ActiveRecord::FixtureSet.identify\(call)") == "ada")
    }
    #expect(RubyTemplate.identifiedLabel(in: "FixtureSet.identify(:ada, :uuid)") == nil)
    #expect(RubyTemplate.identifiedLabel(in: "identify(:ada)") == nil)
  }

  /// Worked out with zlib.
  @Test func `ids are those that Rails makes of labels`() {
    #expect(RailsIdentity.id(of: "ada") == 225_478_506)
    #expect(RailsIdentity.id(of: "george") == 380_982_691)
    #expect(RailsIdentity.id(of: "Bjørn") == 946_265_155)
  }

  @Test func `bytes are read from base64`() {
    #expect(ImportedValue.bytea(base64: "aGVsbG8=") == #"\x68656c6c6f"#)
    #expect(ImportedValue.bytea(base64: "AAH/\n") == #"\x0001ff"#)
    #expect(ImportedValue.bytea(base64: "") == #"\x"#)
    #expect(ImportedValue.bytea(base64: "a-b") == nil)
  }

  @Test func `numbers are those of JSON`() {
    for text in ["0", "-1", "10", "1.50", "1e3", "1E-3", "-0.0"] {
      #expect(ImportedValue.isNumber(text), "\(text)")
    }
    for text in ["", "-", "01", "+1", "1.", ".5", "1e", "1e+", "0x1", "1 ", "NaN", "1,000"] {
      #expect(!ImportedValue.isNumber(text), "\(text)")
    }
  }
}
