/// Finds out whose layout a folder has, by what lies in it.
struct LayoutDetection {
  /// What shows a layout.
  struct Sign {
    let layout: MigrationLayout
    /// What was found, for people: `1_users.up.sql`.
    let evidence: String
  }

  let folder: MigrationFolder
  let entries: [MigrationFolder.Entry]

  /// Seedbed's own where nothing speaks for another.
  ///
  /// - Throws: where there are signs of two.
  func layout() throws(Problem) -> MigrationLayout {
    var found: [Sign] = []
    for sign in try signs where !found.contains(where: { $0.layout == sign.layout }) {
      found.append(sign)
    }
    guard found.count > 1 else { return found.first?.layout ?? .native }
    let layouts = found.map { "\"\($0.layout.rawValue)\"" }.joined(separator: " or ")
    throw Problem(
      "migrate.ambiguous_layout", "the folder could be laid out by several tools",
      hint: "say which in seedbed.json: \"layout\": \(layouts)", at: .init(file: folder.name),
      notes: found.map { "\($0.layout.title): \($0.evidence)" })
  }

  private var signs: [Sign] {
    get throws(Problem) {
      var signs: [Sign] = []
      let isPrisma = entries.contains { $0.name == PrismaLayout.lockFile }
      if isPrisma { signs.append(Sign(layout: .prisma, evidence: PrismaLayout.lockFile)) }
      for entry in entries where entry.isFolder && !isPrisma {
        if let sign = sign(ofFolder: entry.name) { signs.append(sign) }
      }
      let scripts = entries.filter { !$0.isFolder && $0.name.utf8.ends(with: ".sql") }.map(\.name)
      if let name = scripts.first(where: { FlywayName($0) != nil }) {
        signs.append(Sign(layout: .flyway, evidence: name))
      }
      let numbered = scripts.filter { NumberedFile($0, separator: nil) != nil }
      // Two of many tell; what is wrong with the others, their reader says with all the rest.
      let telling = [numbered.first(where: isFile), numbered.last(where: isFile)].compactMap { $0 }
      if let pair = numbered.first(where: { NumberedFile($0)?.direction != nil }) {
        let sqlx = try isSqlx(telling)
        signs.append(sqlx ?? Sign(layout: .golangMigrate, evidence: pair))
      } else {
        for name in Set(telling).sorted() {
          var found = try sign(ofScript: name)
          if found == nil { found = try isSqlx(telling) }
          signs.append(found ?? Sign(layout: .native, evidence: name))
        }
      }
      if signs.isEmpty, let name = try flywayBelow() {
        signs.append(Sign(layout: .flyway, evidence: name))
      }
      return signs
    }
  }

  private func isFile(_ name: String) -> Bool {
    FileStatus("\(folder.path)/\(name)")?.kind == .file
  }

  private func sign(ofFolder name: String) -> Sign? {
    func holds(_ file: String) -> Bool { isFile("\(name)/\(file)") }
    if holds("migration.sql") {
      return Sign(layout: .native, evidence: "\(name)/migration.sql")
    }
    if holds("up.sql") { return Sign(layout: .diesel, evidence: "\(name)/up.sql") }
    return name == GraphileMigrateLayout.committed
      ? Sign(layout: .graphileMigrate, evidence: name) : nil
  }

  /// By the annotations in it.
  private func sign(ofScript name: String) throws(Problem) -> Sign? {
    let text = try folder.file(name).read()
    for (layout, mark) in [
      (MigrationLayout.goose, GooseLayout.mark), (.dbmate, DbmateLayout.mark + "up"),
    ] {
      let line = AnnotatedLines.lines(of: text, holding: mark).first {
        $0.text.hasPrefix("--")
      }
      if let line { return Sign(layout: layout, evidence: "\(name): \(line.text)") }
    }
    return nil
  }

  /// sqlx's files are like others'; its project is a crate that uses it, or keeps what it prepares.
  private func isSqlx(_ scripts: [String]) throws(Problem) -> Sign? {
    let project = Folder.parent(of: folder.path)
    let crate = try TextFile.read("\(project)/Cargo.toml")
    let isRust =
      crate?.contains("sqlx") == true || FileStatus("\(project)/sqlx.toml") != nil
      || FileStatus.isFolder("\(project)/.sqlx")
    if isRust { return Sign(layout: .sqlx, evidence: "the crate around it uses sqlx") }
    for name in Set([scripts.first, scripts.last].compactMap { $0 }).sorted()
    where try folder.file(name).read().starts(with: SqlxLayout.noTransaction.utf8) {
      return Sign(layout: .sqlx, evidence: "\(name): \(SqlxLayout.noTransaction)")
    }
    return nil
  }

  private func flywayBelow() throws(Problem) -> String? {
    try FlywayLayout.files(below: "", entries, folder).first {
      FlywayName(String($0.split(separator: "/").last ?? "")) != nil
    }
  }
}
