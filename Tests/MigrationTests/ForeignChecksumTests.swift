import SQLScript
import Testing

@testable import Seedbed

/// The values are what sha256sum, sha384sum, sha1sum and zlib's crc32 say.
@Suite struct ForeignChecksumTests {
  private let text = Array("CREATE TABLE users (id int PRIMARY KEY);\n".utf8)

  @Test(arguments: [
    ("select 1;", -690_524_359), ("select 1;\n", -690_524_359),
    ("\u{FEFF}select 1;\r\n", -690_524_359),
    ("a\nb", -1_635_563_411), ("ab", -1_635_563_411), ("SELECT 'é';\n\nSELECT 2;", -380_431_632),
    ("", 0),
  ])
  func `Flyway's is CRC-32 over lines without their ends`(_ text: String, _ sum: Int) {
    #expect(ForeignChecksum.flyway(SourceText(text)) == Int32(sum))
  }

  @Test func `Prisma's is SHA-256 with either kind of line end`() {
    let unix = "12a1ef51b20a6108acdcf70e2f8c3f6bfcda5eed26f31a00971d3c88a59b2439"
    let windows = "e76ad67203a5533c540b773e2dd6e1188b883c874202e845820c26434f2e27a7"
    let carriageReturns = Array("CREATE TABLE users (id int PRIMARY KEY);\r\n".utf8)
    #expect(ForeignChecksum.prisma(SourceText(text)) == [unix, windows])
    #expect(ForeignChecksum.prisma(SourceText(carriageReturns)) == [unix, windows])
    #expect(
      ForeignChecksum.unpadded(unix)
        == "12a1ef51b2a618acdcf7e2f8c3f6bfcda5eed26f31a0971d3c88a59b2439")
  }

  @Test func `the parts in which a long text is read do not count`() {
    for length in [(1 << 20) - 2, (1 << 20) - 1, 1 << 20] {
      let unix = String(repeating: "x", count: length) + "\n\na\rb\n"
      let windows = unix.replacing("\n", with: "\r\n")
      let sums = ForeignChecksum.prisma(SourceText(unix))
      #expect(sums.count == 2 && ForeignChecksum.prisma(SourceText(windows)) == sums)
      #expect(
        ForeignChecksum.flyway(SourceText(windows)) == ForeignChecksum.flyway(SourceText(unix)))
    }
    let returns = String(repeating: "x", count: (1 << 20) - 1) + "\r"
    #expect(ForeignChecksum.prisma(SourceText(returns)).count == 1)
  }

  @Test func `sqlx's is SHA-384`() {
    #expect(
      ForeignChecksum.sha384(SourceText(text))
        == "eedf404a60de2fe9a187cf0f29ded29ae7131616204e63a1d6a08a8021a168f3"
        + "746df1fae512cb891273c7972c8e73d1")
  }

  @Test func `a table is recognised by its columns, whatever it is called`() {
    #expect(ForeignTable.tool(with: ["version character varying"]) == .dbmate)
    #expect(ForeignTable.tool(with: ["version bigint", "dirty boolean"]) == .golangMigrate)
    // Ecto's.
    #expect(
      ForeignTable.tool(with: ["version bigint", "inserted_at timestamp without time zone"]) == nil)
    #expect(
      ForeignTable.tool(with: PrismaHistory().columns.union(["note text"])) == .prisma)
  }
}
