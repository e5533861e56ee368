internal import CZlib

/// zlib's state, whose address must not change.
final class Inflation {
  private let stream: UnsafeMutablePointer<z_stream>
  private let input: UnsafeMutableRawBufferPointer
  private var source: any ByteSource
  private var sourceHasEnded = false
  private var place = Place.beforeFirst
  private var isInFirst = true

  private enum Place { case beforeFirst, inMember, betweenMembers }

  init(_ source: any ByteSource) {
    self.source = source
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    input = .allocate(byteCount: 64 << 10, alignment: 16)
  }

  deinit {
    if stream.pointee.state != nil { inflateEnd(stream) }
    stream.deallocate()
    input.deallocate()
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    let space = UInt32(clamping: buffer.count)
    stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_out = space
    while true {
      try refill()
      if place != .inMember {
        if place == .betweenMembers, stream.pointee.avail_in == 0 { return 0 }
        try beginMember()
      }
      let answer = inflate(stream, Z_NO_FLUSH)
      let count = Int(space - stream.pointee.avail_out)
      switch answer {
      case Z_STREAM_END:
        place = .betweenMembers
        isInFirst = false
      case Z_OK, Z_BUF_ERROR: break
      case Z_MEM_ERROR: throw GzipError.outOfMemory
      default: throw isBeyondMagic ? GzipError.damaged : notCompressed
      }
      if count > 0 { return count }
      if place == .inMember, sourceHasEnded, stream.pointee.avail_in == 0 {
        throw GzipError.truncated
      }
    }
  }

  private func refill() throws {
    guard stream.pointee.avail_in == 0, !sourceHasEnded else { return }
    let count = min(max(try source.read(into: input), 0), input.count)
    sourceHasEnded = count == 0
    stream.pointee.next_in = input.baseAddress?.assumingMemoryBound(to: UInt8.self)
    stream.pointee.avail_in = UInt32(count)
  }

  private var notCompressed: GzipError { isInFirst ? .notGzip : .trailingBytes }

  /// Whether zlib has taken more than the two bytes that every member begins with.
  private var isBeyondMagic: Bool { stream.pointee.total_in > 2 }

  /// The first byte tells compressed bytes from others here; zlib judges those that follow.
  private func beginMember() throws {
    guard stream.pointee.avail_in > 0 else { throw GzipError.truncated }
    guard stream.pointee.next_in?.pointee == 0x1F else {
      throw notCompressed
    }
    // 16 asks for a header and a checksum of gzip, and no other.
    let answer =
      place == .beforeFirst
      ? inflateInit2_(
        stream, MAX_WBITS + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
      : inflateReset(stream)
    guard answer == Z_OK else { throw GzipError.outOfMemory }
    place = .inMember
  }
}
