/// Whose folder of migrations it is.
public enum MigrationLayout: String, Sendable, CaseIterable {
  /// `NUMBER_name/migration.sql` with an optional `down.sql`, or `NUMBER_name.sql`.
  case native = "seedbed"
  /// `TIMESTAMP_name/migration.sql` beside a `migration_lock.toml`.
  case prisma

  /// By what lies in the folder.
  static func detect(among entries: [String]) -> MigrationLayout {
    entries.contains(PrismaLayout.lockFile) ? .prisma : .native
  }

  /// By its name in `seedbed.json`.
  public init(configured name: String) throws(Problem) {
    guard let layout = MigrationLayout(rawValue: name) else {
      throw Problem(
        "migrate.unknown_layout", "there is no layout \"\(name)\"",
        hint: Suggestion.hint(for: name, among: Self.allCases.map(\.rawValue)),
        at: .init(file: "seedbed.json"))
    }
    self = layout
  }

  var reader: any MigrationLayoutReader {
    switch self {
    case .native: NativeLayout()
    case .prisma: PrismaLayout()
    }
  }
}

/// Finds a layout's migrations among what lies in a folder.
protocol MigrationLayoutReader {
  /// Adds a problem for everything it does not understand, and goes on.
  func migrations(
    in folder: MigrationFolder, entries: [MigrationFolder.Entry], problems: inout [Problem]
  ) throws(Problem) -> [Migration]

  /// The order in which they run.
  func precedes(_ one: Migration, _ other: Migration) -> Bool

  /// What makes the order of these uncertain.
  func doubt(about pending: [Migration]) -> Problem?
}

extension MigrationLayoutReader {
  func doubt(about pending: [Migration]) -> Problem? { nil }
}
