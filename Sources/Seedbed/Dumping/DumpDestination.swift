/// Where a dump's fixtures go.
public enum DumpDestination {
  /// One text: a table alone, or an object of several.
  case stream((ArraySlice<UInt8>) throws -> Void)
  /// A file for each table.
  ///
  /// - Parameters:
  ///   - path: the folder; made where it is missing.
  ///   - name: as it is shown.
  ///   - overwriting: files that hold something else are replaced.
  case folder(path: String, name: String, overwriting: Bool)
}

/// The fixture files of a dump: written beside their places, and put there all together at the end.
struct DumpFolder {
  let path: String
  let name: String
  let overwriting: Bool
  private(set) var drafts: [(file: String, draft: FileDraft)] = []

  init(path: String, name: String, overwriting: Bool) throws(Problem) {
    self.path = path
    self.name = name
    self.overwriting = overwriting
    try Folder.make(path)
  }

  /// Opens the draft of a file.
  mutating func add(_ file: String) throws(Problem) -> FileDraft {
    let draft = try FileDraft(for: "\(path)/\(file)")
    drafts.append((file, draft))
    return draft
  }

  /// Puts the files in their places.
  ///
  /// - Parameter tables: the names of the tables that the files hold.
  /// - Returns: what became of each file.
  /// - Throws: a refusal where a file holds something else; none was put in its place then.
  func publish(tables: Set<String>) throws -> [String: DumpReport.Outcome] {
    var outcomes: [String: DumpReport.Outcome] = [:]
    var problems = try others(tables)
    for (file, draft) in drafts {
      if FileStatus("\(path)/\(file)") == nil {
        outcomes[file] = .written
      } else if try draft.isSame {
        outcomes[file] = .unchanged
      } else if overwriting {
        outcomes[file] = .written
      } else {
        problems.append(
          Problem(
            "dump.file_exists", "\(name)/\(file) is there already and holds something else",
            hint: "--force replaces it", exitStatus: .refused))
      }
    }
    if let problem = Problem.together(problems) { throw problem }
    for (file, draft) in drafts where outcomes[file] == .written { try draft.replace() }
    return outcomes
  }

  /// Files under other names that are for the same tables: loaded together they would contradict.
  private func others(_ tables: Set<String>) throws -> [Problem] {
    let own = Set(drafts.map(\.file))
    return try Folder.entries(of: path).filter { !own.contains($0) }.compactMap { entry in
      guard case .fixture(let table, _, _) = FileName(entry), tables.contains(table) else {
        return nil
      }
      return Problem(
        "dump.file_exists", "\(name)/\(entry) is for the table \"\(table)\" too",
        hint: "remove it, or give another folder", exitStatus: .refused)
    }
  }
}
