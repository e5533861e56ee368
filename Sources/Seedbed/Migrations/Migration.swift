/// One step of a database's history, as the folder has it; its script is not split yet.
public struct Migration: Sendable {
  /// The folder's name, or the file's without `.sql`; the history knows the migration by it.
  public let name: String
  /// Nil where another tool's layout allows a name without one.
  public let number: MigrationNumber?
  public let file: MigrationFile
  /// How to undo it.
  public let down: MigrationFile?
  /// The file's bytes as they are.
  public let text: [UInt8]
  /// SHA-256 of the text, whatever its line ends are.
  public let checksum: String

  /// Reads the file.
  init(name: String, file: MigrationFile, down: MigrationFile? = nil) throws(Problem) {
    try self.init(name: name, file: file, down: down, text: file.read())
  }

  /// A migration whose text is known.
  init(name: String, file: MigrationFile, down: MigrationFile? = nil, text: [UInt8]) {
    self.name = name
    self.number = MigrationNumber(leading: name)
    self.file = file
    self.down = down
    self.text = text
    self.checksum = MigrationChecksum.ofText(text)
  }

  /// Splits the text into its statements and segments.
  ///
  /// - Throws: everything that is wrong with it, together.
  func script() throws(Problem) -> MigrationScript {
    try MigrationScript(text, of: file)
  }

  /// Whether `name` means this migration: its whole name or its number.
  func isCalled(_ name: String) -> Bool {
    if name == self.name { return true }
    guard let number, let wanted = MigrationNumber(leading: name) else { return false }
    return wanted == number && name.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }
}
