internal import SQLScript

/// How a migration is undone; read and split when it is to be.
public struct WayDown: Sendable, Hashable {
  public let file: MigrationFile
  /// The bytes of the file that undo it; nil where all of them do.
  let part: Range<Int>?
  let transaction: TransactionRule

  init(_ file: MigrationFile, part: Range<Int>? = nil, transaction: TransactionRule = .always) {
    self.file = file
    self.part = part
    self.transaction = transaction
  }

  /// - Throws: everything that is wrong with it, together.
  func script() throws(Problem) -> MigrationScript {
    var text = try file.read()
    if let part { text.blank(outside: [part]) }
    return try MigrationScript(text, of: file, usesTransaction: transaction.holds(for: text))
  }
}

/// Whether a layout has a file run in a transaction.
enum TransactionRule: Sendable, Hashable {
  case always
  case never
  /// Always, unless the file's first bytes are these.
  case unlessFirst(String)

  func holds(for text: SourceText) -> Bool {
    switch self {
    case .always: true
    case .never: false
    case .unlessFirst(let mark): !text.starts(with: mark.utf8)
    }
  }
}

extension SourceText {
  /// Makes white space of what is not in these parts, so that each statement keeps its line and
  /// column.
  mutating func blank(outside parts: [Range<Int>]) {
    var position = 0
    for part in parts.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      blank(position..<Swift.max(position, Swift.min(part.lowerBound, count)))
      position = Swift.min(part.upperBound, count)
    }
    blank(position..<count)
  }

  mutating func blank(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      let part = start..<Swift.min(start + (1 << 20), range.upperBound)
      withMutableBytes { bytes in
        for index in part where bytes[index] != UInt8(ascii: "\n") {
          bytes[index] = UInt8(ascii: " ")
        }
      }
      letGo(part)
      start = part.upperBound
    }
  }
}
