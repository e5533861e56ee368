extension SourceText {
  /// The text in parts of some size, one after the other; each is let go of when the next is taken, so
  /// that a walk through a long text takes the memory of one of them.
  public var pieces: Pieces { Pieces(self) }

  public struct Pieces: Sequence, IteratorProtocol {
    private let text: SourceText
    private var last: Range<Int>

    static let size = 1 << 20

    fileprivate init(_ text: SourceText) {
      self.text = text
      last = text.startIndex..<text.startIndex
    }

    public mutating func next() -> SourceText? {
      text.letGo(last)
      guard last.upperBound < text.endIndex else { return nil }
      last = last.upperBound..<Swift.min(last.upperBound + Self.size, text.endIndex)
      return text[last]
    }
  }

  /// The places of a mark, in their order.
  public func places(of mark: String) -> [Int] {
    let mark = Array(mark.utf8)
    guard let first = mark.first else { return [] }
    var places: [Int] = []
    for piece in pieces {
      let end = Swift.min(piece.endIndex, endIndex - mark.count + 1)
      withUnsafeBytes { all in
        var place = piece.startIndex
        while place < end {
          let index = place - startIndex
          if all[index] == first, mark.indices.allSatisfy({ all[index + $0] == mark[$0] }) {
            places.append(place)
          }
          place += 1
        }
      }
    }
    return places
  }

  /// The place of the first byte of a value at or after a place.
  func place(of byte: UInt8, from start: Int) -> Int? {
    for piece in self[start...].pieces {
      if let place = piece.withUnsafeBytes({ $0.firstIndex(of: byte) }) {
        return piece.startIndex + place
      }
    }
    return nil
  }
}
