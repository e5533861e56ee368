internal import JSON

/// One object of a Django fixture, as `dumpdata` writes it.
struct DjangoRecord {
  /// `shop.order`
  let model: String
  /// `null` where it is left to the database.
  let pk: JSONValue
  let fields: [(name: String, value: JSONValue, place: Problem.Location)]
  let place: Problem.Location

  /// Nil where it is no such object.
  init?(_ tape: Tape, in file: ForeignFile) throws {
    func place(_ token: Int) -> Problem.Location {
      let position = tape.position(of: token)
      return file.location(position.line, position.column)
    }
    var model: String?
    var pk = JSONValue.null
    var fields: [(name: String, value: JSONValue, place: Problem.Location)]?
    for member in tape.members(of: 0) {
      switch member.name {
      case "model" where tape.tokens[member.value].kind == .string:
        model = tape.string(at: member.value)
      case "pk": pk = try JSONValue(tape, at: member.value)
      case "fields" where tape.tokens[member.value].kind == .object:
        fields = try tape.members(of: member.value).map {
          ($0.name, try JSONValue(tape, at: $0.value), place($0.token))
        }
      default: break
      }
    }
    guard let model, let fields else { return nil }
    self.model = model
    self.pk = pk
    self.fields = fields
    self.place = place(0)
  }

  /// The table that Django makes for the model, unless its `Meta` names another.
  var tableName: String {
    String(model.map { $0 == "." ? "_" : $0 }).lowercased()
  }

  /// All objects of a fixture: an array of them, or one a line.
  static func read(_ file: ForeignFile) throws -> [DjangoRecord] {
    var records: [DjangoRecord] = []
    var tape = Tape()
    func take(_ tape: Tape) throws {
      guard let record = try DjangoRecord(tape, in: file) else {
        throw Problem(
          "import.not_django", "this is no object of a Django fixture",
          hint: #"expected {"model": "app.model", "pk": …, "fields": {…}}"#,
          at: file.location(tape.start.line, tape.start.column))
      }
      records.append(record)
    }
    do {
      var scanner = JSONScanner(try FileSource(path: file.path))
      if file.path.hasSuffix("l") {
        while try scanner.hasMore() {
          try scanner.readValue(into: &tape)
          try take(tape)
        }
      } else {
        try scanner.beginArray()
        while try scanner.nextElement() {
          try scanner.readValue(into: &tape)
          try take(tape)
        }
        try scanner.finish()
      }
    } catch let error as FileError {
      throw file.unreadable(error)
    } catch let error as JSONSyntaxError {
      throw Problem(
        "import.syntax", error.message,
        at: file.location(error.position.line, error.position.column))
    }
    return records
  }
}
