internal import Postgres
internal import SQLScript

extension Shadow {
  /// Runs migrations in the empty shadow, as a migration run does, and none of the statements whose
  /// effect is not kept to one database.
  ///
  /// What reaches other servers or the server's files is left out, and noted.
  func replay(
    _ contents: MigrationFolder.Contents, of folder: MigrationFolder, _ progress: any Progress
  ) throws {
    var migrations = contents.migrations.map { $0.confined(progress) }
    var migrator = Migrator(database, folder, SilentProgress())
    migrator.backfills = .inOrder
    migrator.isAlone = true
    while true {
      do {
        let confined = MigrationFolder.Contents(layout: contents.layout, migrations: migrations)
        _ = try migrator.run(MigrationChoice(), confined, history: nil)
        return
      } catch {
        var problem = Problem.describing(error)
        // Each time there is one statement less.
        if let index = migrations.firstIndex(where: { $0.file.name == problem.location?.file }),
          let without = migrations[index].leavingOut(problem)
        {
          migrations[index] = without
          progress.leftOut(problem.location, problem.message)
          continue
        }
        problem.notes.append("this was on the shadow database, which is dropped again")
        throw problem
      }
    }
  }
}

extension Progress {
  fileprivate func leftOut(_ place: Problem.Location?, _ reason: String) {
    note("left out of the replay: \(place?.description ?? ""): \(reason)")
  }
}

extension Migration {
  /// Without the statements that reach beyond the database: white space is in their place, so that
  /// all other statements are where they were.
  fileprivate func confined(_ progress: any Progress) -> Migration {
    // What cannot be split is reported by the run.
    guard let script = try? script() else { return self }
    var left: [Range<Int>] = []
    var emptied: [Int] = []
    for statement in script.script.statements {
      if statement.reachesBeyondDatabase {
        left.append(statement.range)
      } else if let reason = statement.reachOutsideOfReplay {
        left.append(statement.range)
        progress.leftOut(script.location(of: statement), reason)
      } else if statement.fillsFromOutside {
        emptied.append(statement.range.upperBound)
        progress.note("replayed without rows: \(script.location(of: statement))")
      }
    }
    if left.isEmpty, emptied.isEmpty { return self }
    var text = script.script.bytes
    for range in left { text.blank(range) }
    if emptied.isEmpty { return with(text) }
    var bytes = Array(text)
    // From the end, so that what is put in moves nothing that is still to be looked at.
    for place in emptied.reversed() { bytes.insert(contentsOf: " WITH NO DATA".utf8, at: place) }
    return with(SourceText(bytes))
  }

  /// Without the statement that failed for want of what a shadow does not have: foreign tables that
  /// may be read, rows in a view.
  fileprivate func leavingOut(_ problem: Problem) -> Migration? {
    guard problem.notes.contains("SQLSTATE 55000"), let line = problem.location?.line,
      let script = try? script().script
    else { return nil }
    let column = problem.location?.column ?? .max
    let failed = script.statements.last {
      ($0.position.line, $0.position.column) <= (line, column)
    }
    guard let failed, failed.changesOnlyRows else { return nil }
    var text = script.bytes
    text.blank(failed.range)
    return with(text)
  }

  private func with(_ text: SourceText) -> Migration {
    Migration(
      name: name, version: version, file: file, down: down, text: text, transaction: transaction,
      isRepeatable: isRepeatable, backfill: backfill)
  }
}

extension Statement {
  fileprivate var changesOnlyRows: Bool {
    ["SELECT", "INSERT", "UPDATE", "DELETE", "MERGE", "WITH", "REFRESH", "TRUNCATE"]
      .contains(words.first)
  }

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
