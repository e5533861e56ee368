import SQLScript
import Testing

@testable import Seedbed

@Suite struct ChecksumTests {
  private func tokens(_ text: String) throws -> String {
    MigrationChecksum.ofTokens(try Script(Array(text.utf8)))
  }

  @Test func `the sum is SHA-256 in lower-case hexadecimal`() {
    #expect(
      MigrationChecksum.ofText(SourceText("abc"))
        == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
  }

  @Test(arguments: ["a\r\nb\r\n", "a\rb\r", "\u{FEFF}a\nb\n", "\u{FEFF}a\r\nb\n"])
  func `line ends and a byte order mark do not count`(text: String) {
    #expect(
      MigrationChecksum.ofText(SourceText(text)) == MigrationChecksum.ofText(SourceText("a\nb\n")))
  }

  @Test(arguments: ["\r\n", "\r"])
  func `line ends do not count, whatever part of a long text they lie in`(end: String) {
    let first = String(repeating: "x", count: (1 << 20) - 1)
    let text = first + end + end + "b" + end
    #expect(
      MigrationChecksum.ofText(SourceText(text))
        == MigrationChecksum.ofText(SourceText(text.replacing(end, with: "\n"))))
  }

  @Test func `blank lines count for the text`() {
    #expect(
      MigrationChecksum.ofText(SourceText("a\n\nb"))
        != MigrationChecksum.ofText(SourceText("a\nb")))
  }

  @Test func `comments and white space do not count for the tokens, literals do`() throws {
    let sum = try tokens("SELECT 'a b', $$x -- y$$;")
    #expect(try tokens("-- note\nSELECT\n  'a b',/* n */$$x -- y$$ ;\n") == sum)
    #expect(try tokens("SELECT 'a  b', $$x -- y$$;") != sum)
    #expect(try tokens("SELECT 'a b', $$x  -- y$$;") != sum)
    #expect(try tokens("select 'a b', $$x -- y$$;") != sum)
  }

  @Test func `a prefix of all statements has the sum of the whole`() throws {
    let text = "-- a\nCREATE TABLE t (a int);\nCOPY t FROM stdin;\n1\n2\n\\.\nSELECT 1 -- end"
    let script = try Script(Array(text.utf8))
    #expect(script.statements.count == 3)
    #expect(
      TokenPrefix.checksum(ofFirst: 3, of: script) == MigrationChecksum.ofTokens(script))
    #expect(
      try TokenPrefix.checksum(ofFirst: 1, of: script) == tokens("CREATE TABLE t(a int)"))
  }
}
