internal import JSON

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A file with bytes of its own, open for reading: no folder, pipe or device, for whose writer an
/// open would wait.
struct RegularFile {
  /// In bytes, when it was opened.
  let size: Int
  let source: FileSource

  /// - Throws: `FileError`, `NotAFile`.
  init(_ path: String) throws {
    let descriptor = try Self.open(path)
    // It closes the descriptor, whatever follows.
    source = FileSource(descriptor: descriptor, path: path)
    guard let status = FileStatus(descriptor: descriptor) else {
      throw FileError(.read, path: path, code: errno)
    }
    guard status.kind == .file else { throw NotAFile(kind: status.kind) }
    size = status.size
  }

  private static func open(_ path: String) throws -> Int32 {
    while true {
      #if canImport(Glibc)
        let descriptor = Glibc.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      #else
        let descriptor = Darwin.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
      #endif
      if descriptor >= 0 { return descriptor }
      let code = errno
      // A socket, or a device that is not there.
      if code == ENXIO { throw NotAFile(kind: .other) }
      if code != EINTR { throw FileError(.open, path: path, code: code) }
    }
  }

  /// All of its bytes.
  static func bytes(of path: String) throws -> [UInt8] {
    let file = try RegularFile(path)
    return try [UInt8](unsafeUninitializedCapacity: file.size) { buffer, count in
      count = try file.read(into: buffer)
    }
  }

  /// Reads as many bytes as there is room for, or as there are.
  func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws -> Int {
    var source = source
    var count = 0
    while count < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(
        rebasing: UnsafeMutableRawBufferPointer(buffer)[count...])
      let read = try source.read(into: rest)
      if read == 0 { break }
      count += read
    }
    return count
  }

  /// Something else has a file's name.
  struct NotAFile: Error {
    let kind: FileStatus.Kind
  }
}
