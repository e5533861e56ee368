import FoundationEssentials
import TestSupport
import Testing

@testable import Seedbed

@Suite struct NewMigrationTests {
  let noon = Date(timeIntervalSince1970: 1_795_348_800)  // 2026-11-22 12:00:00 UTC

  @Test(arguments: [
    ("add_users", "add_users"), ("Add users' e-mail!", "add_users_e_mail"), ("../../x", "x"),
    ("Größe ändern", "größe_ändern"), ("--", ""),
  ])
  func `the name is made of the title's letters and digits`(title: String, name: String) {
    #expect(NewMigration.sanitised(title) == name)
  }

  @Test func `a long title is cut to what a file system takes`() {
    #expect(NewMigration.sanitised(String(repeating: "é", count: 300)).utf8.count == 100)
  }

  @Test(arguments: [
    ([], "20261122120000"), (["20261122115959"], "20261122120000"),
    (["20261122120000"], "20261122120001"), (["20271231235999"], "20271231236000"),
    (["99999999999999"], "100000000000000"), (["7"], "20261122120000"),
  ])
  func `the number is the time, or the one after the newest`(newest: [String], number: String) {
    let numbers = newest.compactMap { MigrationNumber(leading: $0) }
    #expect(NewMigration.number(after: numbers, at: noon) == number)
  }

  @Test func `two made in one second differ and stand in order`() throws {
    let root = try TemporaryFolder()
    let folder = MigrationFolder(path: "\(root.path)/migrations", name: "migrations")
    let first = try NewMigration(in: folder).create("add users", withDown: true)
    _ = try NewMigration(in: folder).create("add posts", withDown: false)
    #expect(first.files.count == 2)
    #expect(root.read(first.files[0]) == "-- add users\n")
    let names = try folder.read().migrations.map { $0.name.drop { $0 != "_" } }
    #expect(names == ["_add_users", "_add_posts"])
  }
}
