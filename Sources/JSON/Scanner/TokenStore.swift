/// The tokens of the value being read, in memory that is used again for the next one.
struct TokenStore: ~Copyable {
  private var memory: UnsafeMutablePointer<Tape.Token>
  private var capacity = 256
  private(set) var count = 0

  init() {
    memory = .allocate(capacity: capacity)
  }

  deinit {
    memory.deallocate()
  }

  var all: UnsafeBufferPointer<Tape.Token> {
    UnsafeBufferPointer(start: memory, count: count)
  }

  @inline(__always)
  subscript(index: Int) -> Tape.Token { memory[index] }

  @inline(__always)
  mutating func append(
    _ kind: Tape.Token.Kind, start: Int, end: Int, hasEscapes: Bool = false
  ) {
    if count == capacity { grow() }
    (memory + count).initialize(
      to: Tape.Token(
        kind: kind, hasEscapes: hasEscapes, start: Int32(truncatingIfNeeded: start),
        end: Int32(truncatingIfNeeded: end), next: Int32(truncatingIfNeeded: count + 1), count: 0))
    count += 1
  }

  /// Completes the token of an array or object: all that was appended after it is inside.
  @inline(__always)
  mutating func close(_ container: Int, end: Int, count: Int32) {
    memory[container].end = Int32(truncatingIfNeeded: end)
    memory[container].next = Int32(truncatingIfNeeded: self.count)
    memory[container].count = count
  }

  mutating func removeAll() {
    count = 0
  }

  @inline(never)
  private mutating func grow() {
    let larger = UnsafeMutablePointer<Tape.Token>.allocate(capacity: capacity * 2)
    larger.moveInitialize(from: memory, count: count)
    memory.deallocate()
    memory = larger
    capacity *= 2
  }
}
