#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The loopback port of a local server.
///
/// It stays the same from start to start, so that a URL in an application's settings stays right;
/// the first one follows from the project's path and lies below the range that systems give out
/// for outgoing connections.
enum ServerPort {
  private static let range = 15_000..<30_000

  static func first(for folder: ServerFolder) -> Int {
    if let text = try? TextFile.read(folder.port), let port = Int(text.filter(\.isNumber)),
      (1024...65535).contains(port)
    {
      return port
    }
    return range.lowerBound + Int(PathHash.of(folder.path) % UInt64(range.count))
  }

  /// The first port from this one on that nobody listens on.
  static func free(from first: Int) -> Int? {
    let following = (0..<200).lazy.map { offset in
      range.contains(first + offset) ? first + offset : range.lowerBound + offset
    }
    return ([first] + following).first(where: isFree)
  }

  private static func isFree(_ port: Int) -> Bool {
    #if canImport(Glibc)
      let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    #else
      let descriptor = socket(AF_INET, SOCK_STREAM, 0)
    #endif
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    // As the server does itself: a port in TIME_WAIT is free.
    var yes: Int32 = 1
    setsockopt(descriptor, SOL_SOCKET, SO_REUSEADDR, &yes, socklen_t(MemoryLayout<Int32>.size))
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = in_port_t(truncatingIfNeeded: port).bigEndian
    address.sin_addr.s_addr = in_addr_t(0x7F00_0001).bigEndian
    return withUnsafePointer(to: &address) { pointer in
      pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
      }
    }
  }
}
