internal import CZlib

/// Makes what fixtures ending in `.gz` hold.
public enum Gzip {
  /// One member.
  public static func compress(_ bytes: some Collection<UInt8>) -> [UInt8] {
    var bytes = Array(bytes)
    let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
    stream.initialize(to: z_stream())
    defer { stream.deallocate() }
    deflateInit2_(
      stream, Z_BEST_COMPRESSION, Z_DEFLATED, MAX_WBITS + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
      Int32(MemoryLayout<z_stream>.size))
    defer { deflateEnd(stream) }
    var out = [UInt8](repeating: 0, count: Int(deflateBound(stream, uLong(bytes.count))))
    let count = bytes.withUnsafeMutableBufferPointer { input in
      out.withUnsafeMutableBufferPointer { output in
        stream.pointee.next_in = input.baseAddress
        stream.pointee.avail_in = UInt32(input.count)
        stream.pointee.next_out = output.baseAddress
        stream.pointee.avail_out = UInt32(output.count)
        deflate(stream, Z_FINISH)
        return output.count - Int(stream.pointee.avail_out)
      }
    }
    return Array(out[..<count])
  }

  public static func compress(_ text: String) -> [UInt8] { compress(text.utf8) }
}
