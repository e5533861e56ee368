internal import CZlib

/// The text that a source holds compressed with gzip (RFC 1952), unpacked as it is asked for.
///
/// Members that follow one another are one text, as `cat one.gz other.gz` makes them. Memory does
/// not grow with the text, however well it is compressed. Copies share one place in it.
public struct GzipSource: ByteSource {
  private let inflation: Inflation

  public init(_ source: any ByteSource) {
    inflation = Inflation(source)
  }

  /// - Throws: `GzipError`; what the source throws.
  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try inflation.read(into: buffer)
  }

  /// Whether a text begins as every compressed one does, and none of JSON can.
  public static func begins(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.starts(with: [0x1F, 0x8B])
  }
}

/// Why compressed bytes hold no text, or not all of it.
public enum GzipError: Error, Sendable, Equatable {
  /// They were not compressed with gzip.
  case notGzip
  /// They end too early.
  case truncated
  /// They were changed after they were compressed.
  case damaged
  /// Other bytes follow the compressed ones.
  case trailingBytes
  /// The system has no memory for unpacking.
  case outOfMemory
}

extension GzipError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .notGzip: "it is not compressed with gzip"
    case .truncated: "its compressed text is cut off"
    case .damaged: "its compressed text is damaged"
    case .trailingBytes: "something follows its compressed text"
    case .outOfMemory: "there is no memory for unpacking it"
    }
  }
}
