#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What the operating system refused to do with a file.
public struct FileError: Error, Sendable, Equatable {
  public enum Operation: String, Sendable {
    case open, read
  }

  public let operation: Operation
  /// Nil for a descriptor that was opened elsewhere.
  public let path: String?
  /// The value of `errno`.
  public let code: Int32
  /// What the system says about `code`, such as “No such file or directory”.
  public let message: String

  /// - Parameter code: the value of `errno`.
  public init(_ operation: Operation, path: String?, code: Int32) {
    self.operation = operation
    self.path = path
    self.code = code
    self.message = String(cString: strerror(code))
  }
}

extension FileError: CustomStringConvertible {
  public var description: String {
    "cannot \(operation.rawValue) \(path ?? "the input"): \(message)"
  }
}
