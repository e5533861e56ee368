/// Whose folder of migrations it is.
public enum MigrationLayout: String, Sendable, CaseIterable {
  /// `NUMBER_name/migration.sql` with an optional `down.sql`, or `NUMBER_name.sql`.
  case native = "seedbed"
  /// `TIMESTAMP_name/migration.sql` beside a `migration_lock.toml`.
  case prisma
  /// `NUMBER_name.sql` with `-- migrate:up` and `-- migrate:down`.
  case dbmate
  /// `NUMBER_name.sql` with `-- +goose Up` and `-- +goose Down`.
  case goose
  /// `NUMBER_name.up.sql` and `NUMBER_name.down.sql`.
  case golangMigrate = "golang-migrate"
  /// `V1__name.sql`, `U1__name.sql` and `R__name.sql`, in folders as one likes.
  case flyway
  /// `NUMBER_name.sql`, or `NUMBER_name.up.sql` and `NUMBER_name.down.sql`.
  case sqlx
  /// `VERSION_name/up.sql` and `down.sql`.
  case diesel
  /// `committed/000001-name.sql`.
  case graphileMigrate = "graphile-migrate"

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

  /// The tool's name, as people write it.
  public var title: String {
    switch self {
    case .native: "Seedbed"
    case .prisma: "Prisma"
    case .flyway: "Flyway"
    case .diesel: "Diesel"
    case .dbmate, .goose, .golangMigrate, .sqlx, .graphileMigrate: rawValue
    }
  }

  var reader: any MigrationLayoutReader {
    switch self {
    case .native: NativeLayout()
    case .prisma: PrismaLayout()
    case .dbmate: DbmateLayout()
    case .goose: GooseLayout()
    case .golangMigrate: GolangMigrateLayout()
    case .flyway: FlywayLayout()
    case .sqlx: SqlxLayout()
    case .diesel: DieselLayout()
    case .graphileMigrate: GraphileMigrateLayout()
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

  /// What keeps these, which have not been run, from being run.
  func doubts(about pending: [Migration]) -> [Problem]

  /// What to write for a way down, as a noun: `a down.sql beside its migration.sql`.
  var formOfDown: String { get }

  /// The files of a new migration, by their names in the folder.
  func template(_ new: NewMigrationParts) -> [(file: String, text: String)]
}

/// What the files of a new migration are made of.
struct NewMigrationParts {
  let number: String
  /// Of letters, digits and `_`.
  let name: String
  /// The user's own words, on one line.
  let title: String
  let withDown: Bool
  /// Only in Seedbed's own layout.
  var withBackfill = false
}

extension MigrationLayoutReader {
  func doubts(about pending: [Migration]) -> [Problem] { [] }

  func template(_ new: NewMigrationParts) -> [(file: String, text: String)] {
    let folder = "\(new.number)_\(new.name)"
    return [("\(folder)/migration.sql", "-- \(new.title)\n")]
      + (new.withDown ? [("\(folder)/down.sql", "-- Undo: \(new.title)\n")] : [])
  }

  /// By their numbers.
  func precedesByNumber(_ one: Migration, _ other: Migration) -> Bool {
    guard let number = one.number, let otherNumber = other.number, number != otherNumber else {
      return one.name.precedesByBytes(other.name)
    }
    return number < otherNumber
  }
}
