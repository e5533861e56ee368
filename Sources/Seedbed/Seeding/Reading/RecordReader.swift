internal import Fakes
internal import JSON

/// Reads the records of a table's sections and writes them as rows, growing the stage's layout on
/// the way.
///
/// Mistakes in records are collected, and reading goes on, so that one run shows them all.
struct RecordReader {
  let catalog: Catalog
  let values: DirectiveValues
  private(set) var layout: StageLayout
  private(set) var problems: [Problem] = []
  /// The number of the next record.
  private(set) var number = 0
  /// The records of each section read: its first number.
  private(set) var starts: [(section: FixtureSection, first: Int)] = []
  /// Records that the server has refused, by number; they are passed over.
  let skipping: Set<Int>
  /// The records of which no row was written, in their order; neighbours as one range.
  private(set) var omitted: [Range<Int>] = []
  private var identities: RecordIdentities
  /// The values of the table's identifying columns, and how many rows were written.
  private var identifying: [(column: Int, values: DistinctValues)]
  private var written = 0
  /// The records found inside of others, with their tables.
  private(set) var nested: [(section: FixtureSection, table: Table)] = []
  /// The first numbers of sections, in whose records others stand.
  private var firstNumbers: [[String]: Int]

  /// More would only hide the first.
  static let problemLimit = 100

  /// - Parameter key: the columns of `$key`.
  init(
    table: Table, catalog: Catalog, values: DirectiveValues, key: [Int]? = nil,
    skipping: Set<Int> = [], firstNumbers: [[String]: Int] = [:]
  ) {
    self.firstNumbers = firstNumbers
    identities = RecordIdentities(table: table, key: key)
    identifying = table.identifyingColumns(key).map { ($0, DistinctValues()) }
    self.catalog = catalog
    self.values = values
    self.skipping = skipping
    layout = StageLayout(table: table)
  }

  /// Reads a section to its end.
  ///
  /// - Parameter rowWritten: called after each row with its number, and how many are sure to follow
  ///   it; the writer holds the row. What it throws ends the reading.
  mutating func read(
    _ section: FixtureSection, into writer: inout RowWriter,
    willGrow: (inout RowWriter) throws -> Void,
    rowWritten: (inout RowWriter, StageLayout, Int, _ ahead: Int) throws -> Void
  ) throws {
    starts.append((section, number))
    firstNumbers[section.identity] = number
    let firstParent = section.nesting.flatMap { firstNumbers[$0.parents.identity] }
    var shapes = ShapeReader(catalog: catalog, section: section, key: identities.key)
    let signature = ShapeSignature(table: layout.table)
    var known: [[UInt8]: RecordShape] = [:]
    var last: (pattern: ShapePattern, shape: RecordShape)?
    var key: [UInt8] = []
    var tape = Tape()
    var records = try RecordStream(section)
    while try records.next(into: &tape) {
      let current = number
      number += 1
      guard tape.tokens[0].kind == .object else {
        report(
          Problem(
            "seed.not_a_record", "a record is an object of fields",
            at: section.location(tape.start)))
        omit(current)
        continue
      }
      let shape: RecordShape
      if let last, last.pattern.matches(tape) {
        shape = last.shape
      } else {
        key.removeAll(keepingCapacity: true)
        signature.write(tape, 0, to: &key)
        if let found = known[key] {
          shape = found
        } else {
          let columns = layout.columns.count
          var grown = layout
          shape = shapes.shape(of: tape, layout: &grown)
          guard shapes.narrow.names.isEmpty, shapes.narrow.parents.isEmpty else {
            throw shapes.narrow
          }
          if grown.columns.count > columns { try willGrow(&writer) }
          layout = grown
          known[key] = shape
        }
        last = ShapePattern(of: tape, signature).map { ($0, shape) }
      }
      let defaults = records.defaults
      identities.next(
        shape.fakes, tape, defaults: defaults, place: current, repetition: records.repetition)
      guard !skipping.contains(current) else {
        omit(current)
        continue
      }
      writer.begin(
        number: current, fieldSet: shape.fieldSet, columns: layout.columns.count,
        isInOrder: shape.isInOrder)
      if let slot = shape.parentSlot, let first = firstParent, let index = records.parentIndex {
        writer.set(slot, text: Array(String(first + index).utf8))
      }
      if write(tape, defaults, shape, section, into: &writer), shape.isSound {
        writer.end()
        written += 1
        try rowWritten(&writer, layout, current, records.ahead)
      } else {
        writer.abandon()
        omit(current)
      }
      if problems.count >= Self.problemLimit { break }
    }
    for problem in shapes.problems { report(problem) }
    nested += shapes.nested
  }

  /// - Returns: false where a value was none for its column.
  private mutating func write(
    _ tape: borrowing Tape, _ defaults: Tape?, _ shape: RecordShape, _ section: FixtureSection,
    into writer: inout RowWriter
  ) -> Bool {
    let before = problems.count
    write(members: 0, of: tape, shape.steps, section, into: &writer)
    if let given = defaults {
      for (step, token) in shape.defaults {
        write(token, of: given, step, section, into: &writer)
      }
    }
    return problems.count == before
  }

  private mutating func write(
    members object: Int, of tape: borrowing Tape, _ steps: [FieldStep],
    _ section: FixtureSection, into writer: inout RowWriter
  ) {
    var token = object + 1
    for step in steps {
      write(token + 1, of: tape, step, section, into: &writer)
      token = Int(tape.tokens[token + 1].next)
    }
  }

  private mutating func write(
    _ value: Int, of tape: borrowing Tape, _ step: FieldStep, _ section: FixtureSection,
    into writer: inout RowWriter
  ) {
    do throws(ValueProblem) {
      switch step {
      case .expression, .mistaken: break
      case .children(let field):
        guard tape.tokens[value].kind == .array else {
          throw ValueProblem(
            code: "seed.not_a_table", message: "\"\(field)\" should be an array of records")
        }
      case .label(let slot, let prefix):
        writer.set(slot, text: Array(tape.string(at: value).utf8.dropFirst(prefix)))
      case .reference(let steps):
        write(members: value, of: tape, steps, section, into: &writer)
      case .value(let step):
        if tape.tokens[value].kind == .null {
          try setNull(step.slot, step.null)
        } else {
          try writer.set(step, tape, value)
          note(step, tape, value, writer)
        }
      case .fake(let step):
        if let record = identities.current, try writer.set(step, of: record) {
          note(step, record, writer)
        } else {
          layout.noteNull(in: step.slot)
        }
      case .directive(let directive, let slot, let form, let null, _):
        if let text = try values.text(of: directive, tape, value, form, section) {
          writer.set(slot, text: text)
        } else {
          try setNull(slot, null)
        }
      }
    } catch {
      let field = Self.field(of: step).map { "\"\($0)\": " } ?? ""
      report(
        Problem(
          error.code, field + error.message, hint: error.hint,
          at: section.location(tape.position(of: error.token ?? value))))
    }
  }

  private mutating func note(
    _ step: ValueStep, _ tape: borrowing Tape, _ value: Int, _ writer: borrowing RowWriter
  ) {
    guard let (number, text) = step.distinct else { return }
    if text.isOneOf(tape, value) {
      identifying[number].values.add(writer.lastValue)
    } else {
      identifying[number].values.giveUp()
    }
  }

  private mutating func note(
    _ step: FakeStep, _ record: RecordIdentity, _ writer: borrowing RowWriter
  ) {
    guard let (number, _) = step.distinct else { return }
    if !step.isDistinct(writer.lastValue) {
      identifying[number].values.giveUp()
    } else if step.tellsApart(record) {
      identifying[number].values.add(writer.lastValue, madeBy: step)
    } else {
      identifying[number].values.add(writer.lastValue)
    }
  }

  /// The columns that are different in every record, by position.
  var distinctColumns: [Int] {
    identifying.filter { $0.values.tellApart(records: written) }.map(\.column)
  }

  private mutating func setNull(_ slot: Int, _ use: NullUse) throws(ValueProblem) {
    switch use {
    case .value: layout.noteNull(in: slot)
    case .refused:
      throw ValueProblem(code: "seed.null_value", message: "the column takes no NULL")
    case .identifiesNothing:
      throw ValueProblem(
        code: "seed.null_value", message: "NULL identifies no row",
        hint: "give another unique key of the row that is meant, or its $label")
    }
  }

  private static func field(of step: FieldStep) -> String? {
    switch step {
    case .value(let step): step.field
    case .fake(let step): step.field
    case .directive(_, _, _, _, let field): field
    case .reference, .expression, .mistaken, .label, .children: nil
    }
  }

  private mutating func omit(_ number: Int) {
    if let last = omitted.last, last.upperBound == number {
      omitted[omitted.count - 1] = last.lowerBound..<(number + 1)
    } else {
      omitted.append(number..<(number + 1))
    }
  }

  /// The number of the record that stands in a row, counted from 0 among those written from
  /// `start` on.
  func number(ofRow row: Int, from start: Int) -> Int {
    var number = start + row
    for range in omitted where range.lowerBound >= start && range.lowerBound <= number {
      number += range.count
    }
    return number
  }

  /// What is wrong with the defaults, or with a record that stands for many, is told once.
  mutating func report(_ problem: Problem) {
    if problems.contains(problem) { return }
    if problems.count < Self.problemLimit { problems.append(problem) }
  }
}
