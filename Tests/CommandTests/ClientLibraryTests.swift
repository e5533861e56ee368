import TestSupport
import Testing

#if os(Linux)

  /// A machine whose libpq cannot be used: here, one that is an empty file.
  @Suite struct ClientLibraryTests {
    let folder: TemporaryFolder

    init() throws {
      folder = try TemporaryFolder()
      try folder.write("libraries/libpq.so.5", "")
      try folder.write("project/migrations/20260101000000_first.sql", "CREATE TABLE t (id int);")
    }

    @Test func whatNeedsNoDatabaseWorks() throws {
      #expect(try run("--version").status == 0)
      #expect(try run("migrate", "lint").status == 0)
      #expect(try run("db", "status").output.contains("not running"))
    }

    @Test(arguments: ["up", "status", "db create", "migrate verify"])
    func whatNeedsOneSaysWhatToInstall(command: String) throws {
      let arguments = command.split(separator: " ").map(String.init)
      for url in ["postgres://somebody:secret@127.0.0.1:1/somewhere", ""]
      where url != "" || command != "status" {
        let outcome = try run(arguments, ["DATABASE_URL": url])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains("libpq cannot be loaded: "))
        #expect(outcome.errors.contains("apt-get install libpq5"))
        #expect(!outcome.errors.contains("secret"))
      }
    }

    private func run(_ arguments: String...) throws -> Binary.Outcome { try run(arguments, [:]) }

    private func run(
      _ arguments: [String], _ environment: [String: String]
    ) throws -> Binary.Outcome {
      try Binary.run(
        arguments,
        environment: environment.merging(["LD_LIBRARY_PATH": folder.path + "/libraries"]) { $1 },
        in: folder.path + "/project")
    }
  }

#endif
