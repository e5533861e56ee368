internal import Synchronization

/// The statements of a script, in the order of the text; empty ones are left out.
///
/// Those of a long script are not kept, of which there may be hundreds of thousands: where each page of
/// the text begins is, and its statements are found again when they are asked for. So a walk through
/// them, and a look at any one, takes the memory of a page.
public struct Statements: Sendable {
  public let endIndex: Int
  private let text: SourceText
  /// All of them, where there is but one page.
  private let kept: [Statement]
  private let pages: [Page]
  private let opened: OpenPages

  /// Statements whose text is read at once.
  private struct Page {
    /// The number of the first of them.
    let first: Int
    let start: SourcePosition
  }

  /// The two pages that were asked for last: who works with a few statements in a row goes back and
  /// forth between them where they lie across a page's end.
  private final class OpenPages: Sendable {
    typealias Page = (number: Int, statements: [Statement])

    let pages = Mutex<(last: Page, before: Page)>(((-1, []), (-1, [])))
  }

  /// A new page begins after so many bytes.
  static let pageSize = 1 << 16

  /// - Parameter splitter: finds them, and keeps what is wrong with the text.
  init(of splitter: inout Splitter, pageSize: Int = Self.pageSize) {
    var statements: [Statement] = []
    var pages: [Page] = []
    var count = 0
    while let statement = splitter.next() {
      let place = statement.range.lowerBound
      if pages.last.map({ place - $0.start.offset > pageSize }) ?? true {
        // The first page is all there is of most scripts; of others none is kept.
        if pages.count == 1 { statements = [] }
        pages.append(Page(first: count, start: statement.position))
      }
      if pages.count == 1 { statements.append(statement) }
      count += 1
    }
    text = splitter.bytes
    kept = statements
    self.pages = pages
    endIndex = count
    opened = OpenPages()
  }
}

extension Statements: RandomAccessCollection {
  public var startIndex: Int { 0 }

  public subscript(index: Int) -> Statement {
    precondition(index >= 0 && index < endIndex, "there is no such statement")
    if pages.count == 1 { return kept[index] }
    return opened.pages.withLock { open in
      if !statements(of: open.last.number).contains(index) {
        swap(&open.last, &open.before)
        if !statements(of: open.last.number).contains(index) {
          text.letGo(range(of: open.last.number))
          let number = number(ofPageWith: index)
          open.last = (number, read(number))
        }
      }
      return open.last.statements[index - pages[open.last.number].first]
    }
  }

  private func number(ofPageWith index: Int) -> Int {
    pages.partitioningIndex { $0.first > index } - 1
  }

  private func statements(of page: Int) -> Range<Int> {
    guard page >= 0 else { return 0..<0 }
    return pages[page].first..<(page + 1 < pages.count ? pages[page + 1].first : endIndex)
  }

  private func range(of page: Int) -> Range<Int> {
    guard page >= 0 else { return 0..<0 }
    let end = page + 1 < pages.count ? pages[page + 1].start.offset : text.endIndex
    return pages[page].start.offset..<end
  }

  private func read(_ page: Int) -> [Statement] {
    let numbers = statements(of: page)
    var splitter = Splitter(text, resumingAt: pages[page].start)
    var statements: [Statement] = []
    statements.reserveCapacity(numbers.count)
    while statements.count < numbers.count, let statement = splitter.next() {
      statements.append(statement)
    }
    return statements
  }
}

extension Statements {
  /// The place of a statement that fulfils `condition`, not far before the last that does; the start
  /// of the text where none is known. A place to count from that spares counting from the start.
  ///
  /// - Parameter condition: true for all places up to one and false for those after it.
  func landmark(where condition: (SourcePosition) -> Bool) -> SourcePosition {
    let next =
      pages.count == 1
      ? kept.partitioningIndex { !condition($0.position) }
      : pages.partitioningIndex { !condition($0.start) }
    if next == 0 { return .start }
    return pages.count == 1 ? kept[next - 1].position : pages[next - 1].start
  }
}

extension Array {
  /// The index of the first element that fulfils `condition`, of which none that does comes before one
  /// that does not.
  fileprivate func partitioningIndex(where condition: (Element) -> Bool) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = low + (high - low) / 2
      if condition(self[middle]) { high = middle } else { low = middle + 1 }
    }
    return low
  }
}
