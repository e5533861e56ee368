#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The bytes of a file, a pipe or a terminal, read as they are asked for.
///
/// Copies share one descriptor and one place in the file.
public struct FileSource: ByteSource {
  private let file: OpenFile

  /// Opens the file at `path` for reading, until the last copy of this value is gone.
  public init(path: String) throws {
    while true {
      let descriptor = open(path, O_RDONLY | O_CLOEXEC)
      if descriptor >= 0 {
        file = OpenFile(descriptor: descriptor, path: path)
        return
      }
      if errno != EINTR { throw FileError(.open, path: path, code: errno) }
    }
  }

  /// Takes the descriptor over: it is closed when the last copy of this value is gone.
  ///
  /// - Parameter path: what errors name, where it has one.
  public init(descriptor: Int32, path: String? = nil) {
    file = OpenFile(descriptor: descriptor, path: path)
  }

  public mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    try file.read(into: buffer)
  }
}

private final class OpenFile {
  private let descriptor: Int32
  private let path: String?

  init(descriptor: Int32, path: String?) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit {
    // Not repeated after EINTR: the descriptor is free by then and may be someone else's.
    _ = close(descriptor)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    while true {
      #if canImport(Glibc)
        let count = Glibc.read(descriptor, buffer.baseAddress, buffer.count)
      #else
        let count = Darwin.read(descriptor, buffer.baseAddress, buffer.count)
      #endif
      if count >= 0 { return count }
      if errno != EINTR { throw FileError(.read, path: path, code: errno) }
    }
  }
}
