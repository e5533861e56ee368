internal import FoundationEssentials

/// The sums of all that a project's folders hold: the same as long as nothing in them has changed.
struct FolderSums {
  private let project: Project

  init(_ project: Project) { self.project = project }

  func ofMigrations() throws -> String { try sum(of: project.migrationsFolder).sum }

  /// With the values of the variables that `$env` names, and the day, where `$now` stands for it.
  func ofFixtures() throws -> String {
    let (sum, mentions) = try sum(of: project.seedsFolder)
    var facts = [sum]
    for name in mentions.variables.sorted() {
      let value = project.variables[name] ?? project.dotEnv[name]
      facts += [name, value.map { "=" + $0 } ?? ""]
    }
    if mentions.today { facts.append(String(KeptDatabase.now / 86_400)) }
    return TemplateKey.sum(of: facts)
  }

  private func sum(of folder: String) throws -> (sum: String, mentions: FixtureMentions) {
    var memory = SumMemory(project.stateFolder + "/sums.json")
    var facts: [String] = []
    var mentions = FixtureMentions()
    for file in try files(in: folder) {
      let found = try memory.sum(of: file)
      facts += [String(file.dropFirst(folder.count)), found.sum]
      mentions.formUnion(found.mentions)
    }
    memory.keep()
    return (TemplateKey.sum(of: facts), mentions)
  }

  /// What begins with a dot belongs to editors, Git and Finder.
  private func files(in folder: String) throws(Problem) -> [String] {
    var files: [String] = []
    for entry in try Folder.entries(of: folder) where !entry.hasPrefix(".") {
      let path = "\(folder)/\(entry)"
      if FileStatus.isFolder(path) { files += try self.files(in: path) } else { files.append(path) }
    }
    return files
  }
}
