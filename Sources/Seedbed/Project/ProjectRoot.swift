/// Finds the folder that a project is.
enum ProjectRoot {
  static let marks = ["seedbed.json", "migrations", "seeds"]

  /// The given folder, else the nearest one from the working folder upwards that holds a mark.
  ///
  /// - Returns: an absolute path without links.
  static func find(given: String?, from working: String) throws(Problem) -> String {
    if let given {
      guard let root = FileStatus.realPath(given.hasPrefix("/") ? given : "\(working)/\(given)"),
        FileStatus.isFolder(root)
      else {
        throw Problem(
          "project.no_folder", "--root names \(given), which is not a folder",
          hint: "name the folder that holds seedbed.json, migrations/ or seeds/")
      }
      return root
    }
    var folder = FileStatus.realPath(working) ?? working
    while true {
      if isMarked(folder) { return folder }
      let parent = Folder.parent(of: folder)
      guard parent != folder, parent != "." else { break }
      folder = parent
    }
    throw Problem(
      "project.not_found",
      "there is no seedbed.json, migrations/ or seeds/ in this folder or one above it",
      hint: "start a project here with `seedbed init`, or name one with --root DIR")
  }

  private static func isMarked(_ folder: String) -> Bool {
    FileStatus("\(folder)/\(marks[0])")?.kind == .file
      || marks.dropFirst().contains { FileStatus.isFolder("\(folder)/\($0)") }
  }
}
