#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension String {
  /// Whether its bytes come before another's, which is the same order on every machine.
  func precedesByBytes(_ other: String) -> Bool {
    let precedes = utf8.withContiguousStorageIfAvailable { one in
      other.utf8.withContiguousStorageIfAvailable { two in
        guard let first = one.baseAddress, let second = two.baseAddress else {
          return one.count < two.count
        }
        let order = memcmp(first, second, min(one.count, two.count))
        return order == 0 ? one.count < two.count : order < 0
      }
    }
    return precedes.flatMap { $0 } ?? utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension BidirectionalCollection<UInt8> {
  /// Whether its last bytes are those of a text.
  func ends(with text: String) -> Bool { reversed().starts(with: text.utf8.reversed()) }
}
