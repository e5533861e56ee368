/// What a fake value depends on, gathered piece by piece into 64 bits.
///
/// FNV-1a over the UTF-8 bytes of the pieces, each followed by a zero byte, so that pieces which run
/// together differently do not meet.
public struct Seed: Sendable, Equatable {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  public init() {}

  public init(_ piece: String) { add(piece) }

  public mutating func add(_ piece: String) {
    for byte in piece.utf8 { add(byte) }
    end()
  }

  /// Adds a number's digits.
  public mutating func add(_ number: UInt64) {
    Decimal.forEachDigit(of: number) { add($0) }
    end()
  }

  /// Adds a piece without zero bytes.
  public mutating func add(_ piece: [UInt8]) {
    for byte in piece { add(byte) }
    end()
  }

  private mutating func add(_ byte: UInt8) {
    hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
  }

  /// Adds the zero byte.
  private mutating func end() { hash &*= 0x0000_0100_0000_01B3 }

  /// All bits depend on all pieces.
  public var value: UInt64 { Generator.mix(hash) }

  /// What becomes of this seed in one column.
  public func generator(for column: Seed) -> Generator {
    Generator(Generator.mix(value ^ column.value))
  }
}
