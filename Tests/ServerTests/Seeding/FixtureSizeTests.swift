import Seedbed
import TestSupport
import Testing

/// How large a fixture is decides how its rows go to the server.
@Test func aFixtureKnowsItsSize() throws {
  let folder = try TemporaryFolder()
  try folder.write("seeds/t.json", "[ ]\n")
  let files = try FixtureFolder(
    path: "\(folder.path)/seeds", name: "seeds", environment: "development", environments: []
  ).files()
  #expect(files.map(\.size) == [4])
}
