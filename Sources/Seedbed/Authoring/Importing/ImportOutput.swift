internal import JSON
internal import Postgres

/// The fixtures that an import makes; they are put in place together, once all are written.
final class ImportOutput {
  private let project: Project
  private let folder: String
  private let schemas: [String]
  private let overwrites: Bool
  private var drafts: [FileDraft] = []
  private var tables: Set<Int> = []
  private var report = ImportReport()
  private var problems: [Problem] = []

  init(project: Project, folder: String, schemas: [String], overwrites: Bool) {
    self.project = project
    self.folder = folder
    self.schemas = schemas
    self.overwrites = overwrites
  }

  func leave(_ what: String, at place: Problem.Location) {
    report.leave(what, at: place)
  }

  /// Writes the records of a table, whose file is then in place or nothing is.
  ///
  /// - Parameters:
  ///   - columns: those that every record gives, by position.
  ///   - areLabelled: the records have labels.
  ///   - records: called until it returns nil, for the next record as compact JSON.
  func write(
    _ table: Table, giving columns: Set<Int>, areLabelled: Bool = false,
    records: @escaping () throws -> [UInt8]?
  ) throws {
    let file = AuthoredFile(for: table, in: folder, of: project, schemas: schemas)
    guard tables.insert(table.oid).inserted else {
      throw Problem(
        "import.twice", "two files are for \(table.name)", hint: "import one after the other")
    }
    if file.exists, !overwrites {
      var problem = file.alreadyThere
      problem.hint = "--force replaces it"
      problems.append(problem)
      return
    }
    var head: JSONObject = [:]
    if let name = file.tableOption { head["$table"] = .string(name) }
    if let key = FixtureKey.option(for: table, giving: columns, areLabelled: areLabelled) {
      head["$key"] = .array(key.map { .string($0) })
    }
    let source = RecordsSource(head: head, records: records)
    try Folder.make(folder)
    let draft = try FileDraft(for: file.path)
    try JSONFormatter.format(source, form: .document, isOuter: FixtureText.isOuter) {
      try draft.append($0)
    }
    drafts.append(draft)
    report.files.append(
      .init(file: file.name, table: table.name.description, records: source.count))
  }

  func write(_ table: Table, giving columns: Set<Int>, records: [JSONObject]) throws {
    var rest = records[...]
    let areLabelled = records.first?["$label"] != nil
    try write(table, giving: columns, areLabelled: areLabelled) {
      rest.popFirst().map { Array(JSONValue.object($0).serialized().utf8) }
    }
  }

  func finish() throws -> ImportReport {
    if let problem = Problem.together(problems) { throw problem }
    for draft in drafts { try draft.replace() }
    return report
  }
}

/// A fixture's text, made while it is read: records one at a time between the options of their table
/// and its end.
private final class RecordsSource: ByteSource {
  private let records: () throws -> [UInt8]?
  private var waiting: ArraySlice<UInt8>
  private let end: [UInt8]
  private var hasEnded = false
  private(set) var count = 0

  init(head: JSONObject, records: @escaping () throws -> [UInt8]?) {
    self.records = records
    if head.isEmpty {
      waiting = Array("[".utf8)[...]
      end = Array("]".utf8)
    } else {
      let options = JSONValue.object(head).serialized().dropLast()
      waiting = Array("\(options), \"$rows\": [".utf8)[...]
      end = Array("]}".utf8)
    }
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while waiting.isEmpty, !hasEnded {
      if let record = try records() {
        waiting = ((count > 0 ? [UInt8(ascii: ",")] : []) + record)[...]
        count += 1
      } else {
        waiting = end[...]
        hasEnded = true
      }
    }
    let piece = waiting.prefix(buffer.count)
    buffer.copyBytes(from: piece)
    waiting = waiting.dropFirst(piece.count)
    return piece.count
  }
}
