internal import JSON

/// Where a fixture's bytes are; they can be read any number of times.
enum FixtureContent: Sendable, Hashable {
  /// At this path.
  case file(String)
  case spool(InputSpool)

  /// In bytes, as they lie there; 0 where they cannot be seen.
  var size: Int {
    switch self {
    case .file(let path): FileStatus(path)?.size ?? 0
    case .spool(let spool): spool.size
    }
  }

  /// The bytes as they lie there, from the first.
  func source() throws -> any ByteSource {
    switch self {
    // What is opened and read more than once can be no pipe.
    case .file(let path): return try RegularFile(path).source
    case .spool(let spool): return spool.source()
    }
  }

  /// The size of the text that is compressed here, or `limit` and more where it is larger; what
  /// cannot be unpacked is not counted, and found when it is read.
  func unpackedSize(upTo limit: Int) -> Int {
    guard let source = try? source() else { return 0 }
    var unpacked = GzipSource(source)
    var count = 0
    withUnsafeTemporaryAllocation(byteCount: 64 << 10, alignment: 16) { buffer in
      while count < limit, let read = try? unpacked.read(into: buffer), read > 0 { count += read }
    }
    return count
  }
}

/// A fixture's text; what goes wrong while it is read is a problem of that file.
struct FixtureSource: ByteSource {
  private let file: FixtureFile
  private var source: any ByteSource

  init(_ file: FixtureFile, _ content: FixtureContent) throws {
    self.file = file
    do {
      let bytes = try content.source()
      source = file.isCompressed ? GzipSource(bytes) : bytes
    } catch let error as FileError {
      throw Problem(unreadable: file, error.message)
    } catch let error as RegularFile.NotAFile {
      throw Problem(
        unreadable: file,
        error.kind == .folder ? "it is a folder" : "it is no file, but a pipe or device")
    }
  }

  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws -> Int {
    do {
      return try source.read(into: buffer)
    } catch let error as FileError {
      throw Problem(unreadable: file, error.message)
    } catch let error as GzipError {
      throw Problem(error, in: file)
    }
  }
}

extension Problem {
  fileprivate init(unreadable file: FixtureFile, _ reason: String) {
    self.init(
      "seed.unreadable_file", "the fixture cannot be read: \(reason)", at: .init(file: file.name))
  }

  fileprivate init(_ error: GzipError, in file: FixtureFile) {
    let hint =
      switch error {
      case .notGzip: "take .gz off its name, or compress it with gzip"
      case .truncated, .damaged: "copy or compress it again; `gzip -t` says whether it is whole"
      case .trailingBytes: "compress it again, with nothing behind it"
      case .outOfMemory: "try again with more memory"
      }
    self.init(
      "seed.bad_compression", "the fixture cannot be unpacked: \(error)",
      hint: error == .notGzip && file.isStandardInput ? nil : hint, at: .init(file: file.name))
  }
}
