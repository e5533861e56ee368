#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// The two ends of a pipe, closed with this object at the latest.
final class Pipe {
  private(set) var reading: Int32
  private(set) var writing: Int32

  init(for program: String) throws(Problem) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else { throw SystemCall.failure("run", program) }
    (reading, writing) = (ends[0], ends[1])
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
  }

  deinit {
    closeReading()
    closeWriting()
  }

  func closeReading() { Self.close(&reading) }
  func closeWriting() { Self.close(&writing) }

  private static func close(_ end: inout Int32) {
    guard end >= 0 else { return }
    #if canImport(Glibc)
      _ = Glibc.close(end)
    #else
      _ = Darwin.close(end)
    #endif
    end = -1
  }
}

/// Feeds a child and reads both its outputs at once, so that neither side waits on a full pipe.
struct Exchange {
  private var input: ArraySlice<UInt8>
  private(set) var output: [UInt8] = []
  private(set) var errors: [UInt8] = []
  /// Takes the output piece by piece, so that none of it is kept.
  private let receive: ((ArraySlice<UInt8>) -> Void)?

  init(input: [UInt8], receive: ((ArraySlice<UInt8>) -> Void)? = nil) {
    self.input = input[...]
    self.receive = receive
  }

  mutating func run(input inputPipe: Pipe, output outputPipe: Pipe, errors errorPipe: Pipe) {
    if input.isEmpty {
      inputPipe.closeWriting()
    } else {
      // A child that does not read its input ends the feeding, not this process.
      signal(SIGPIPE, SIG_IGN)
      _ = fcntl(inputPipe.writing, F_SETFL, O_NONBLOCK)
    }
    while outputPipe.reading >= 0 || errorPipe.reading >= 0 {
      // A negative descriptor is passed over by poll.
      var waiting = [
        pollfd(fd: outputPipe.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errorPipe.reading, events: Int16(POLLIN), revents: 0),
        pollfd(fd: inputPipe.writing, events: Int16(POLLOUT), revents: 0),
      ]
      guard poll(&waiting, nfds_t(waiting.count), -1) >= 0 || errno == EINTR else { return }
      if waiting[0].revents != 0 {
        Self.read(outputPipe, into: &output)
        if let receive {
          receive(output[...])
          output.removeAll(keepingCapacity: true)
        }
      }
      if waiting[1].revents != 0 { Self.read(errorPipe, into: &errors) }
      if waiting[2].revents != 0 { feed(inputPipe) }
    }
  }

  private mutating func feed(_ pipe: Pipe) {
    let sent = input.withUnsafeBytes { write(pipe.writing, $0.baseAddress, $0.count) }
    if sent > 0 { input = input.dropFirst(sent) }
    let gaveUp = sent < 0 && errno != EAGAIN && errno != EINTR
    if input.isEmpty || gaveUp { pipe.closeWriting() }
  }

  private static func read(_ pipe: Pipe, into bytes: inout [UInt8]) {
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    #if canImport(Glibc)
      let count = Glibc.read(pipe.reading, &chunk, chunk.count)
    #else
      let count = Darwin.read(pipe.reading, &chunk, chunk.count)
    #endif
    if count > 0 {
      bytes.append(contentsOf: chunk[..<count])
    } else if count == 0 || errno != EINTR {
      pipe.closeReading()
    }
  }
}
