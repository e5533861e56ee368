/// `repeatable/NAME.sql`: functions, views and the like, run again when their text has changed.
extension NativeLayout {
  static let repeatables = "repeatable"

  func readRepeatables(
    in folder: MigrationFolder, problems: inout [Problem]
  ) throws(Problem) -> [Migration] {
    var migrations: [Migration] = []
    for entry in try folder.entries(of: "\(folder.path)/\(Self.repeatables)") {
      let inside = "\(Self.repeatables)/\(entry.name)"
      if !entry.isFolder, entry.name.hasSuffix(".sql") {
        let file = folder.file(inside)
        let name = String(inside.dropLast(4))
        migrations.append(
          Migration(
            name: name, version: name, file: file, text: try file.read(), reading: file.read,
            isRepeatable: true))
      } else if !Self.isDocument(entry.name) {
        problems.append(
          folder.unknown(
            inside, "\(entry.name) is not a repeatable script",
            hint: "\(Self.repeatables)/ holds files NAME.sql, and no folders"))
      }
    }
    return migrations
  }
}
