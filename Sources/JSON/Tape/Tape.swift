/// One JSON value, flat: its bytes and its tokens in document order.
///
/// Reused from record to record, so that reading allocates nothing.
public struct Tape: Sendable {
  public struct Token: Sendable {
    public enum Kind: UInt8, Sendable {
      case object, array, string, number, `true`, `false`, null
      /// The name of a member; the token after it is the member's value.
      case name
    }

    public var kind: Kind
    /// Whether the text of a string or name has to be unescaped.
    public var hasEscapes: Bool
    /// The range in `bytes`: from bracket to bracket, without the quotes of a string.
    public var start: Int32
    public var end: Int32
    /// The index of the token after this whole value; after a name, its value.
    public var next: Int32
    /// The members of an object or elements of an array.
    public var count: Int32
  }

  /// The value's source text.
  public private(set) var bytes: [UInt8] = []
  /// `tokens[0]` is the value; an object is followed by name, value, name, value …
  public private(set) var tokens: [Token] = []
  /// Where the value begins in its file.
  public var start = TextPosition.start
  /// What the value was made from, where it does not stand in its file as it is.
  private var origin: TapeTemplate.Origin?
  /// The token of that, which this value is.
  private var originToken = 0

  public init() {}

  /// Takes over a value; the tape must be clear.
  mutating func fill(
    bytes: UnsafeBufferPointer<UInt8>, tokens: UnsafeBufferPointer<Token>, start: TextPosition
  ) {
    self.bytes.append(contentsOf: bytes)
    self.tokens.append(contentsOf: tokens)
    self.start = start
  }

  /// Takes over a value that was made from a template.
  mutating func replace(bytes: [UInt8], tokens: [Token], origin: TapeTemplate.Origin) {
    clear()
    self.bytes.append(contentsOf: bytes)
    self.tokens.append(contentsOf: tokens)
    self.origin = origin
    start = origin.start
  }

  /// Becomes a value that stands inside of another one.
  public mutating func copy(_ token: Int, of other: borrowing Tape) {
    clear()
    let value = other.tokens[token]
    let quotes = value.kind == .string ? 1 : 0
    let first = Int(value.start) - quotes
    bytes.append(contentsOf: other.bytes[first..<(Int(value.end) + quotes)])
    for index in token..<Int(value.next) {
      var part = other.tokens[index]
      part.start -= Int32(first)
      part.end -= Int32(first)
      part.next -= Int32(token)
      tokens.append(part)
    }
    origin = other.origin
    originToken = other.originToken + token
    start = other.position(of: token)
  }

  mutating func clear() {
    origin = nil
    originToken = 0
    bytes.removeAll(keepingCapacity: true)
    tokens.removeAll(keepingCapacity: true)
  }

  /// Where a token begins in its file: the opening quote of a string or name, the bracket of an
  /// object or array. Counted on demand.
  public func position(of token: Int) -> TextPosition {
    if let origin { return origin.position(of: token + originToken) }
    let first = Int(tokens[token].start)
    let quoted = tokens[token].kind == .string || tokens[token].kind == .name
    return start.advanced(over: bytes[..<(quoted ? first - 1 : first)])
  }

  /// The source text of a token, without the quotes of a string.
  public func source(of token: Int) -> ArraySlice<UInt8> {
    bytes[Int(tokens[token].start)..<Int(tokens[token].end)]
  }

  /// Lends the bytes and the tokens, for whoever goes through many of them.
  @inlinable
  public func withContents<Result>(
    _ body: (UnsafeBufferPointer<UInt8>, UnsafeBufferPointer<Token>) -> Result
  ) -> Result {
    bytes.withUnsafeBufferPointer { bytes in
      tokens.withUnsafeBufferPointer { tokens in body(bytes, tokens) }
    }
  }

  /// How many arrays and objects stand in each other in a value, itself among them.
  func depth(of token: Int) -> Int {
    var ends: [Int32] = []
    var deepest = 0
    for index in token..<Int(tokens[token].next) {
      while let end = ends.last, end <= index { ends.removeLast() }
      guard tokens[index].kind == .object || tokens[index].kind == .array else { continue }
      ends.append(tokens[index].next)
      deepest = max(deepest, ends.count)
    }
    return deepest
  }
}
