public import SQLScript

/// One step of a database's history, as the folder has it; its script is not split yet.
public final class Migration: Sendable {
  /// The folder's name, or the file's without `.sql`; the history knows the migration by it.
  public let name: String
  /// What the layout's tool calls it in its own history: `20261122153000`, Flyway's `1.2`.
  public let version: String
  /// Nil where another tool's layout allows a name without one.
  public let number: MigrationNumber?
  public let file: MigrationFile
  /// How to undo it.
  public let down: WayDown?
  private let content: MigrationText
  /// Whether it is run again when its text has changed, after all others.
  public let isRepeatable: Bool
  let transaction: TransactionRule
  /// The change of rows that goes along with it, in batches of its own; not read yet.
  public let backfill: MigrationFile?

  /// What is run, at its place in the file's bytes; a long text is read again each time.
  public func text() throws(Problem) -> SourceText { try content.bytes() }

  /// SHA-256 of the text, whatever its line ends are.
  public var checksum: String { content.checksum }

  /// Reads the file.
  convenience init(
    name: String, version: String? = nil, file: MigrationFile, down: WayDown? = nil,
    transaction: TransactionRule = .always, backfill: MigrationFile? = nil
  ) throws(Problem) {
    try self.init(
      name: name, version: version, file: file, down: down, text: file.read(),
      reading: file.read, transaction: transaction, backfill: backfill)
  }

  /// A migration whose text is known.
  ///
  /// - Parameter reading: gives the text once more; nil where no file does.
  init(
    name: String, version: String? = nil, file: MigrationFile, down: WayDown? = nil,
    text: SourceText, reading: MigrationText.Reading? = nil, transaction: TransactionRule = .always,
    isRepeatable: Bool = false, backfill: MigrationFile? = nil
  ) {
    self.name = name
    self.version = version ?? MigrationNumber(leading: name)?.description ?? name
    self.number =
      version.flatMap { MigrationNumber(whole: $0) } ?? MigrationNumber(leading: name)
    self.file = file
    self.down = down
    content = MigrationText(text, of: file, read: reading)
    self.isRepeatable = isRepeatable
    self.transaction = transaction
    self.backfill = backfill
  }

  /// Splits the text into its statements and segments.
  ///
  /// - Throws: everything that is wrong with it, together.
  func script() throws(Problem) -> MigrationScript {
    let text = try text()
    return try MigrationScript(text, of: file, usesTransaction: transaction.holds(for: text))
  }

  /// Whether `name` means this migration: its whole name, its version or its number.
  func isCalled(_ name: String) -> Bool {
    if name == self.name || name == version { return true }
    guard let number, let wanted = MigrationNumber(whole: name) else { return false }
    return wanted == number
  }
}
