internal import JSON

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// All that came from a pipe, so that it can be read more than once: in memory where it is small,
/// else in a temporary file that has no name and goes with this object.
final class InputSpool: Sendable {
  let size: Int
  /// All bytes, where there is no file.
  private let bytes: [UInt8]
  private let file: Int32?

  /// More goes to a file, so that memory does not grow with the input.
  static let memoryLimit = 4 << 20

  /// Reads the descriptor to its end, and leaves it open.
  ///
  /// - Parameters:
  ///   - name: the input, for errors.
  ///   - folder: for the temporary file.
  init(
    descriptor: Int32, name: String, folder: String, memoryLimit: Int = InputSpool.memoryLimit
  ) throws(Problem) {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 256 << 10)
    var file: Int32?
    var size = 0
    do throws(Problem) {
      while case let count = try Self.read(descriptor, into: &piece, name), count > 0 {
        size += count
        if size <= memoryLimit {
          bytes += piece[..<count]
          continue
        }
        if file == nil {
          let made = try NamelessFile.make(in: folder)
          file = made
          try SystemCall.write(bytes[...], to: made, folder)
          bytes = []
        }
        if let file { try SystemCall.write(piece[..<count], to: file, folder) }
      }
    } catch {
      if let file { close(file) }
      throw error
    }
    self.size = size
    self.bytes = bytes
    self.file = file
  }

  deinit {
    if let file { close(file) }
  }

  /// The bytes from the first.
  func source() -> any ByteSource {
    if let file { SpoolSource(spool: self, file: file) } else { BytesSource(bytes) }
  }

  /// The first bytes, as many as there are.
  func prefix(_ count: Int) -> [UInt8] {
    var source = source()
    return withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { buffer in
      let read = (try? source.read(into: buffer)) ?? 0
      return Array(buffer[..<read])
    }
  }

  // MARK: System calls

  private static func read(
    _ descriptor: Int32, into piece: inout [UInt8], _ name: String
  ) throws(Problem) -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, &piece, piece.count)
      #else
        let count = Darwin.read(descriptor, &piece, piece.count)
      #endif
      if count >= 0 { return count }
      guard errno == EINTR else { throw SystemCall.failure("read", name) }
    }
  }
}

extension InputSpool: Hashable {
  static func == (one: InputSpool, other: InputSpool) -> Bool { one === other }
  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// Reads a spool's file at a place of its own, whoever else reads it.
private struct SpoolSource: ByteSource {
  /// Keeps the file open.
  let spool: InputSpool
  let file: Int32
  var offset = 0

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      let count = pread(file, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 {
        offset += count
        return count
      }
      guard errno == EINTR else { throw SystemCall.failure("read", "the temporary file") }
    }
  }
}
