internal import SQLScript

extension Shadow {
  /// Runs migrations in the empty shadow, as a migration run does, and none of the statements whose
  /// effect is not kept to one database.
  func replay(_ contents: MigrationFolder.Contents, of folder: MigrationFolder) throws {
    let confined = MigrationFolder.Contents(
      layout: contents.layout, migrations: contents.migrations.map(\.confined))
    do {
      var migrator = Migrator(database, folder, SilentProgress())
      migrator.backfills = .inOrder
      migrator.isAlone = true
      _ = try migrator.run(MigrationChoice(), confined, history: nil)
    } catch {
      var problem = Problem.describing(error)
      problem.notes.append("this was on the shadow database, which is dropped again")
      throw problem
    }
  }
}

extension Migration {
  /// Without the statements that reach beyond the database: white space is in their place, so that
  /// all other statements are where they were.
  fileprivate var confined: Migration {
    // What cannot be split is reported by the run.
    guard let script = try? script().script, var text = try? text() else { return self }
    let original = text
    for statement in script.statements where statement.reachesBeyondDatabase {
      for place in statement.range where text[place] != UInt8(ascii: "\n") {
        text[place] = UInt8(ascii: " ")
      }
    }
    guard text != original else { return self }
    return Migration(
      name: name, version: version, file: file, down: down, text: text, transaction: transaction,
      isRepeatable: isRepeatable, backfill: backfill)
  }
}

extension Statement {
  /// Whether it changes what all databases of the server share, or another server.
  var reachesBeyondDatabase: Bool {
    let words = words
    guard let verb = words.first else { return false }
    let rest = words.dropFirst()
    switch verb {
    case "CREATE", "ALTER", "DROP":
      guard let object = rest.first else { return false }
      if object == "USER" { return rest.dropFirst().first != "MAPPING" }
      return ["ROLE", "GROUP", "DATABASE", "TABLESPACE", "SUBSCRIPTION", "SYSTEM"].contains(object)
    case "COMMENT", "GRANT", "REVOKE", "SECURITY":
      let shared: Set<String> = ["DATABASE", "TABLESPACE", "ROLE", "PARAMETER", "SUBSCRIPTION"]
      return zip(rest, rest.dropFirst()).contains { $0 == "ON" && shared.contains($1) }
    default: return false
    }
  }
}
