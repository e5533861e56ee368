import Testing

@testable import Seedbed

@Suite struct ByteOrderTests {
  @Test func namesAreInTheOrderOfTheirBytes() {
    let names = [
      "", "1", "10", "2", "A", "a", "a long name of more bytes", "aé", "ae\u{301}", "é", "🎉",
    ]
    for one in names {
      for other in names {
        #expect(
          one.precedesByBytes(other) == one.utf8.lexicographicallyPrecedes(other.utf8),
          "\(one), \(other)")
      }
    }
  }

  @Test func anEndIsFoundByItsBytes() {
    #expect("a.sql".utf8.ends(with: ".sql"))
    #expect(".sql".utf8.ends(with: ".sql"))
    #expect(!"sql".utf8.ends(with: ".sql"))
    // As characters, the accent belongs to the dot.
    #expect("e\u{301}.sql".utf8.ends(with: ".sql"))
  }
}
