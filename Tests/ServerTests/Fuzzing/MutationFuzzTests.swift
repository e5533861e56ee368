import Postgres
import Seedbed
import TestSupport
import Testing

/// Whatever a fixture file holds, a run ends well or with a problem that says where.
@Suite(.database) struct MutationFuzzTests {
  @Test func aDamagedFileEndsInAProblemWithItsPlace() throws {
    var random = FixedRandom(state: FuzzEffort.seed &+ 1)
    let seeds = try Seeds(RandomColumn.schema)
    let keys = RandomFixture.keys(4, &random)
    var (succeeded, refused) = (0, 0)
    for round in 0..<80 * FuzzEffort.factor {
      var valid = RandomFixture(&random, keys: keys)
      let bytes: [UInt8]
      if valid.isCompressed, random.oneIn(2) {
        bytes = random.mutated(valid.bytes)
      } else {
        valid.text = random.mutated(valid.text)
        bytes = valid.bytes
      }
      try seeds.writeBytes(valid.name, bytes)
      defer { try? seeds.folder.remove("seeds/\(valid.name)") }
      let before = try seeds.rows("SELECT count(*), sum(hashtext(t::text)) FROM t")
      do {
        try seeds.apply()
        succeeded += 1
      } catch let error {
        refused += 1
        let text = String(decoding: valid.text, as: UTF8.self)
        guard let problem = error as? Problem else {
          Issue.record("round \(round): a raw \(error)\n\(valid.name): \(text)")
          continue
        }
        for problem in problem.all where problem.location?.file != "seeds/\(valid.name)" {
          Issue.record("round \(round): \(problem) has no place\n\(valid.name): \(text)")
        }
        let after = try seeds.rows("SELECT count(*), sum(hashtext(t::text)) FROM t")
        #expect(before == after, "round \(round)")
      }
    }
    #expect(succeeded > 0 && refused > succeeded)
  }
}
