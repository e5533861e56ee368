import TestSupport
import Testing

/// Limits of a process, as a service or a container may have them.
struct FileLimitTests {
  @Test func `a long migration is read where no long file may be written`() throws {
    let folder = try TemporaryFolder()
    try folder.write("seedbed.json", "{}")
    try folder.write(
      "migrations/1_a.sql",
      "CREATE TABLE t (a int);\n"
        + String(repeating: "-- \(String(repeating: "x", count: 97))\n", count: 20_000))
    let arguments = ["migrate", "lint", "--all", "--offline"]
    // In blocks of 512 or 1024 bytes.
    for setup in [nil, "ulimit -f 512"] {
      let outcome = try Binary.run(arguments, in: folder.path, after: setup)
      #expect(outcome.status == 0, "\(outcome.errors)")
      #expect(outcome.output.contains("1 migration"))
    }
  }
}
