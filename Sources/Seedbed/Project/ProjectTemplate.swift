internal import FoundationEssentials

/// What `seedbed init` writes: settings and an example that `seedbed up` runs.
public struct ProjectTemplate {
  private let folder: String
  private let now: Date

  /// - Parameter folder: the project's root; nil is the working folder.
  public init(folder: String?) {
    self.folder = Folder.absolute(folder ?? ".")
    now = Date()
  }

  /// Writes what is missing; nothing that is there is changed but `.gitignore`, which gets a line.
  public func write() throws -> InitReport {
    try Folder.make(folder)
    let root = FileStatus.realPath(folder) ?? folder
    // An existing file decides about the folders' names.
    let configuration = try Configuration(root: root)
    var report = InitReport(root: root)
    try write("seedbed.json", Self.settings, in: root, &report)
    let migrations = configuration.migrations
    if try isEmpty("\(root)/\(migrations)") {
      for (index, migration) in Self.migrations.enumerated() {
        let stamp = timestamp(now.addingTimeInterval(Double(index)))
        try write(
          "\(migrations)/\(stamp)_\(migration.name)/migration.sql", migration.sql, in: root,
          &report)
      }
      // The fixtures fill the example's tables, so they come with its migrations only.
      if try isEmpty("\(root)/\(configuration.seeds)") {
        for fixture in Self.fixtures {
          try write("\(configuration.seeds)/\(fixture.name)", fixture.json, in: root, &report)
        }
      }
    }
    for name in [migrations, configuration.seeds] where !FileStatus.isFolder("\(root)/\(name)") {
      try Folder.make("\(root)/\(name)")
      report.made.append("\(name)/")
    }
    try ignoreStateFolder(in: root, &report)
    return report
  }

  private func write(
    _ name: String, _ text: String, in root: String, _ report: inout InitReport
  ) throws(Problem) {
    let path = "\(root)/\(name)"
    guard FileStatus(path, followingLinks: false) == nil else {
      report.kept.append(name)
      return
    }
    try Folder.make(Folder.parent(of: path))
    try TextFile.write(text, to: path)
    report.made.append(name)
  }

  private func ignoreStateFolder(in root: String, _ report: inout InitReport) throws(Problem) {
    let path = "\(root)/.gitignore"
    let text = try TextFile.read(path) ?? ""
    let lines = text.split(whereSeparator: \.isNewline)
    if lines.contains(where: { [".seedbed", ".seedbed/", "/.seedbed/", "/.seedbed"].contains($0) })
    {
      report.kept.append(".gitignore")
      return
    }
    let start = text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
    try TextFile.write(start + ".seedbed/\n", to: path)
    report.made.append(".gitignore")
  }

  private func isEmpty(_ path: String) throws(Problem) -> Bool {
    guard FileStatus(path) != nil else { return true }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path)
        .allSatisfy { $0.hasPrefix(".") }
    } catch {
      throw SystemCall.failure("read", path)
    }
  }

  /// `20261122153000`, in UTC.
  private func timestamp(_ date: Date) -> String {
    date.formatted(.iso8601).filter(\.isNumber)
  }
}
