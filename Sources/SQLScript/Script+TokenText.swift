extension Script {
  /// Hands out, piece by piece, the script's tokens without the comments and white space between
  /// them; literals, dollar-quoted bodies and COPY data are kept to the byte.
  ///
  /// Every token is followed by a NUL byte, which no script can hold, and every statement by the
  /// token `;`, whether the script writes it or not. So two scripts whose pieces join to the same
  /// bytes differ in layout alone. `\restrict` lines count as layout.
  ///
  /// - Parameter range: of the statements that are handed out; nil hands out all.
  public func streamTokenText<E>(
    of range: Range<Int>? = nil, _ receive: (ArraySlice<UInt8>) throws(E) -> Void
  ) throws(E) {
    var piece: [UInt8] = []
    piece.reserveCapacity(2 * Self.pieceSize)
    for statement in statements[range ?? statements.indices] {
      var lexer = Lexer(bytes, in: statement.range)
      while let token = lexer.next() {
        if token.isLayout { continue }
        piece += bytes[token.range]
        piece.append(0)
        if piece.count >= Self.pieceSize {
          try receive(piece[...])
          piece.removeAll(keepingCapacity: true)
        }
      }
      piece += [.semicolon, 0]
      if let data = statement.copyData {
        try receive(piece[...])
        for piece in bytes[data].pieces { try receive(Array(piece)[...]) }
        piece.removeAll(keepingCapacity: true)
        piece.append(0)
      }
    }
    if !piece.isEmpty { try receive(piece[...]) }
  }

  private static let pieceSize = 1 << 16
}
