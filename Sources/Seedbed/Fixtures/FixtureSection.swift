internal import JSON

/// The part of a file that holds one table's records, with the options given there.
struct FixtureSection: Sendable {
  let file: FixtureFile
  /// The table as the file writes it.
  let tableName: String
  /// Where the table is named, or where the file's records begin.
  let position: TextPosition
  var options = TableOptions()
  /// The way from the file's beginning to the records.
  let records: RecordsPlace

  /// Where the records of a section stand in its file.
  indirect enum RecordsPlace: Sendable {
    /// The file is an array of records, or one record a line.
    case top
    /// The file is an object with `$rows`.
    case rows
    /// A member of the file is an array of records.
    case member(String)
    /// A member of the file is an object with `$rows`.
    case memberRows(String)
    /// A field of other records is an array of records.
    case children(Nesting)
  }

  var nesting: Nesting? {
    if case .children(let nesting) = records { nesting } else { nil }
  }

  /// The same for no other section of a run.
  var identity: [String] {
    switch records {
    case .top: [file.name]
    case .rows: [file.name, "$rows"]
    case .member(let name): [file.name, name]
    case .memberRows(let name): [file.name, name, "$rows"]
    case .children(let nesting): nesting.parents.identity + [nesting.field]
    }
  }

  func location(_ position: TextPosition) -> Problem.Location { file.location(position) }
}

/// What a fixture says about a table beside its rows.
struct TableOptions: Sendable {
  var key: Option<[String]>?
  var mode: Option<Mode>?
  var insertOnly: Option<[String]>?
  /// The fields for every record that does not give them, as one JSON object.
  var defaults: Option<Tape>?

  /// An option's value, and where it stands.
  struct Option<Value: Sendable>: Sendable {
    let value: Value
    let position: TextPosition
  }

  enum Mode: String, Sendable, CaseIterable {
    /// Rows are made where they are missing and brought to what the fixture says.
    case upsert
    /// Rows are made where they are missing, and never touched after.
    case insert
    /// Only rows that are there are brought to what the fixture says.
    case update
    /// As `upsert`, and rows that Seedbed made are deleted once no record means them.
    case sync
  }

  static let names = ["$key", "$mode", "$insertOnly", "$defaults", "$rows", "$table", "$schema"]
}
