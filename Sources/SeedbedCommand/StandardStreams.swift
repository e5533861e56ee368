#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The three streams that a program is started with.
enum StandardStreams {
  /// Keeps the number of a stream that whoever started the program has closed (`>&-`) from being
  /// given to the next file or session that is opened, which would then be written to.
  ///
  /// The stream stays as useless as it was: to read or to write it is an error.
  static func holdClosed() {
    for (stream, wrongWay) in [
      (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_RDONLY),
    ] where fcntl(stream, F_GETFD) == -1 {
      // Streams are looked at in order, so the lowest free number is this one's.
      _ = open("/dev/null", wrongWay)
    }
  }
}
