import Testing

@testable import SQLScript

/// What holds for every script, tried on random ones and on those in `Golden`.
@Suite struct PropertyTests {
  private static let seeds: [UInt64] = Array(1...4)

  private func randomScripts(_ seed: UInt64) -> [[UInt8]] {
    var random = RandomScript(seed: seed)
    return (0..<1_000).map { _ in random.bytes() }
  }

  @Test(arguments: seeds)
  func tokensCoverTheText(seed: UInt64) {
    for bytes in randomScripts(seed) {
      var lexer = Lexer(SourceText(bytes), in: 0..<bytes.count)
      var end = 0
      while let token = lexer.next(), token.range.lowerBound == end, !token.range.isEmpty,
        token.isClosed || token.range.upperBound == bytes.count
      {
        end = token.range.upperBound
      }
      #expect(end == bytes.count)
    }
  }

  @Test(arguments: seeds)
  func statementsStandInOrderInTheText(seed: UInt64) {
    var valid = 0
    for bytes in randomScripts(seed) {
      guard let script = try? Script(bytes) else { continue }
      valid += script.statements.isEmpty ? 0 : 1
      var end = 0
      for statement in script.statements {
        #expect(statement.range.lowerBound >= end && !statement.range.isEmpty)
        #expect(script.position(of: statement.range.lowerBound) == statement.position)
        #expect(statement.summary.count <= 60 && !statement.summary.contains("\n"))
        #expect(!(statement.standsAlone && statement.endsSegment))
        end = statement.range.upperBound
        if let data = statement.copyData {
          #expect(data.lowerBound >= end)
          end = data.upperBound
        }
      }
      #expect(end <= script.bytes.count)
    }
    #expect(valid > 25)
  }

  @Test(arguments: seeds)
  func errorsStandInOrderInTheText(seed: UInt64) throws {
    for bytes in randomScripts(seed) {
      do {
        _ = try Script(bytes)
      } catch {
        #expect(!error.errors.isEmpty)
        let offsets = error.errors.map(\.position.offset)
        #expect(offsets == offsets.sorted())
        #expect(try #require(offsets.last) <= bytes.count)
      }
    }
  }

  @Test(arguments: seeds)
  func aStatementAloneIsTheSameStatement(seed: UInt64) throws {
    for bytes in randomScripts(seed) {
      guard let script = try? Script(bytes) else { continue }
      for statement in script.statements {
        let text = script.text(of: statement)
        // At the very start U+FEFF would be taken for a byte order mark.
        let alone = try Script(Array((";" + text).utf8))
        #expect(alone.statements.map { alone.text(of: $0) } == [text])
      }
    }
  }

  @Test(arguments: seeds)
  func pagesHoldTheSameStatements(seed: UInt64) throws {
    for bytes in randomScripts(seed) { try expectSamePages(bytes) }
  }

  @Test(arguments: try GoldenFolder.all())
  func pagesOfRealScriptsHoldTheSameStatements(_ folder: GoldenFolder) throws {
    try expectSamePages(folder.input)
  }

  /// A script that is read page by page says the same as one that is kept, in any order.
  private func expectSamePages(_ bytes: [UInt8]) throws {
    guard let whole = try? Script(SourceText(bytes), pageSize: .max) else { return }
    for pageSize in [0, 1, 20] {
      let paged = try Script(SourceText(bytes), pageSize: pageSize)
      let numbers = Array(whole.statements.indices)
      #expect(paged.statements.count == whole.statements.count)
      for number in numbers + numbers.reversed() + numbers.shuffled() {
        let (one, other) = (paged.statements[number], whole.statements[number])
        #expect(one.range == other.range && one.position == other.position)
        #expect(one.copyData == other.copyData && one.summary == other.summary)
        let end = one.range.upperBound
        #expect(paged.position(of: end) == whole.position(of: end))
        #expect(paged.line(one.position.line) == whole.line(one.position.line))
      }
      #expect(paged.header == whole.header && paged.annotations == whole.annotations)
      #expect(tokenText(paged) == tokenText(whole))
    }
  }

  @Test(arguments: try GoldenFolder.all())
  func layoutDoesNotChangeTokenText(_ folder: GoldenFolder) throws {
    guard let script = try? Script(folder.input) else { return }
    for seed in Self.seeds {
      let changed = try Script(relaidOut(script, seed: seed))
      #expect(tokenText(changed) == tokenText(script))
      #expect(changed.statements.count == script.statements.count)
    }
  }

  /// The script with its layout replaced by some other. What follows a string keeps its own: a
  /// line break there can join two strings into one.
  private func relaidOut(_ script: Script, seed: UInt64) -> [UInt8] {
    var random = RandomScript(seed: seed)
    var bytes: [UInt8] = []
    for statement in script.statements {
      bytes += random.layout().utf8
      var lexer = Lexer(script.bytes, in: statement.range)
      var followsString = false
      while let token = lexer.next() {
        let mayChange = !followsString && script.bytes[token.range.lowerBound] != .colon
        if token.isLayout {
          bytes += mayChange ? Array("\n".utf8) : Array(script.bytes[token.range])
        } else {
          if mayChange { bytes += random.layout().utf8 }
          bytes += script.bytes[token.range]
          followsString = token.kind == .string
        }
      }
      bytes += statement.copyData == nil ? "\n;;".utf8 : "; -- data\n".utf8
      if let data = statement.copyData {
        bytes += script.bytes[data]
        bytes += script.bytes[data].last.map { $0 == .newline } ?? true ? "\\.\n".utf8 : "".utf8
      }
    }
    return bytes
  }

  @Test(arguments: [
    ("SELECT 'a b'", "SELECT 'a  b'"), ("SELECT 1; SELECT 2", "SELECT 1 SELECT 2"),
    ("SELECT ab", "SELECT a b"), ("SELECT 1 <= 2", "SELECT 1 < = 2"),
    ("DO $$ a; -- b\n$$", "DO $$ a;\n$$"), ("SELECT 'a'\n'b'", "SELECT 'a''b'"),
    ("COPY t FROM STDIN;\n1\n", "COPY t FROM STDIN;\n 1\n"), ("SELECT a", "SELECT A"),
    ("SELECT \"a b\"", "SELECT \"a\" b"), ("SELECT E'a'", "SELECT E 'a'"),
  ])
  func contentChangesTokenText(_ one: String, _ other: String) throws {
    #expect(tokenText(try Script(Array(one.utf8))) != tokenText(try Script(Array(other.utf8))))
  }

  @Test(arguments: [
    ("SELECT 1", ";/* a */SELECT\n\n1 -- b\n;;"),
    ("\\restrict a\nSELECT 1;\n\\unrestrict a", "\\restrict b\nSELECT 1;\n\\unrestrict b"),
    ("SELECT 1;\nSELECT -1", "SELECT 1;SELECT - 1;"), ("SELECT a=-1", "SELECT a = -1"),
    ("SELECT '1'::int", "SELECT '1' :: int"), ("", "-- nothing\n;"),
    ("SELECT 1;\r\nDO $$\r\n$$", "\u{FEFF}SELECT 1;\nDO $$\n$$;\n"),
  ])
  func layoutAloneDoesNot(_ one: String, _ other: String) throws {
    #expect(tokenText(try Script(Array(one.utf8))) == tokenText(try Script(Array(other.utf8))))
  }

  private func tokenText(_ script: Script) -> [UInt8] {
    var text: [UInt8] = []
    script.streamTokenText { text += $0 }
    return text
  }

  /// Work that grew with the square of the length would not end in time.
  @Test(
    .timeLimit(.minutes(1)),
    arguments: [
      "+-", "(", ")", "/*", "*/", "$a", "$a$", "'", "\"", ":'a", "E'a'\n", "\\i\n", ";", "CASE ",
      "\\restrict a\n", "COPY a FROM STDIN;\n\\.\n", "1", "1.", "a;", "é", "\r", "--", "\n",
    ])
  func workIsLinear(_ piece: String) {
    let repeated = String(repeating: piece, count: 100_000)
    for start in ["", "CREATE FUNCTION f() BEGIN ATOMIC ", "$b$", "'"] {
      let script = try? Script(Array((start + repeated).utf8))
      script?.streamTokenText { _ in }
    }
  }
}
