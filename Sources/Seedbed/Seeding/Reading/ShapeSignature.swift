internal import JSON

/// Tells records of different shapes apart, cheaply: the names in their order, and of each value
/// what decides how it is staged.
struct ShapeSignature {
  private let table: Table
  /// The columns' names, and whether objects in them are references and not values by themselves.
  private let columns: [(name: [UInt8], refers: Bool)]

  init(table: Table) {
    self.table = table
    columns = table.columns.map { (Array($0.name.utf8), !$0.type.takesObject) }
  }

  /// Whether an object at this name refers to a row elsewhere, by the column's type.
  func isReference(_ tape: borrowing Tape, _ name: Int) -> Bool {
    for column in columns where tape.nameEquals(name, column.name) { return column.refers }
    return table.columnIndex(named: tape.string(at: name)).map { columns[$0].refers } ?? false
  }

  /// Writes the signature of an object into `out`.
  func write(_ tape: borrowing Tape, _ object: Int, to out: inout [UInt8], depth: Int = 0) {
    var token = object + 1
    let end = Int(tape.tokens[object].next)
    while token < end {
      let name = tape.tokens[token]
      let value = token + 1
      tape.bytes.withUnsafeBufferPointer { bytes in
        out.append(contentsOf: bytes[Int(name.start)..<Int(name.end)])
      }
      if tape.tokens[value].kind == .object {
        writeObject(tape, token, to: &out, depth: depth)
      } else {
        out.append(tape.tokens[value].kind == .array ? 4 : 0)
      }
      token = Int(tape.tokens[value].next)
    }
  }

  /// Expressions belong to the shape: rows with different ones are inserted differently. So do
  /// fakes: what they ask for is read once for all records.
  static func isPartOfShape(_ directive: String) -> Bool {
    ["$sql", "$now", FakeDirective.name].contains(directive)
  }

  private func writeObject(
    _ tape: borrowing Tape, _ name: Int, to out: inout [UInt8], depth: Int
  ) {
    let value = name + 1
    if let directive = Directive.name(of: value, in: tape) {
      out.append(1)
      out.append(contentsOf: directive.utf8)
      if Self.isPartOfShape(directive) { tape.appendCompact(at: value, to: &out) }
      if directive == LabelReference.name { writeLabel(tape, value, to: &out) }
      out.append(0)
    } else if depth > 0 || isReference(tape, name) {
      out.append(2)
      write(tape, value, to: &out, depth: depth + 1)
      out.append(3)
    } else {
      out.append(0)
    }
  }

  /// All but the label itself: the table before it, and which column is wanted.
  private func writeLabel(_ tape: borrowing Tape, _ object: Int, to out: inout [UInt8]) {
    var token = object + 1
    while token < Int(tape.tokens[object].next) {
      let value = token + 1
      if tape.tokens[value].kind == .string, tape.string(at: token) == LabelReference.name {
        let text = tape.string(at: value)
        if let dot = text.lastIndex(of: ".") { out.append(contentsOf: text[...dot].utf8) }
      } else {
        tape.append(textAt: token, to: &out)
        tape.appendCompact(at: value, to: &out)
      }
      out.append(0)
      token = Int(tape.tokens[value].next)
    }
  }
}

/// An object whose first name begins with `$`.
enum Directive {
  static func name(of object: Int, in tape: borrowing Tape) -> String? {
    let first = object + 1
    guard tape.tokens[object].kind == .object, tape.tokens[object].count > 0 else { return nil }
    let token = tape.tokens[first]
    guard token.end > token.start, tape.bytes[Int(token.start)] == UInt8(ascii: "$") else {
      return nil
    }
    return tape.string(at: first)
  }
}
