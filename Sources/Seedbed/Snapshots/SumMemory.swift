internal import Crypto
internal import FoundationEssentials
internal import JSON

/// The sums of large files, kept in `.seedbed/` so that a file that has not changed is not read
/// again.
///
/// A file is the same while its size, its place on the disk and the time of its last change are. One
/// that was changed in these two seconds is not remembered: another change may bear the same time.
struct SumMemory {
  struct Found {
    var sum: String
    var mentions: FixtureMentions
  }

  private let path: String
  private var known: JSONObject
  private var isChanged = false

  /// Smaller files are read faster than they are looked up.
  private static let leastSize = 1 << 18

  init(_ path: String) {
    self.path = path
    known = (try? TextFile.read(path)).flatMap { try? JSONValue(parsing: $0) }?.object ?? [:]
  }

  mutating func sum(of file: String) throws -> Found {
    guard let status = FileStatus(file), status.size >= Self.leastSize else {
      return try Self.read(file)
    }
    let state = "\(status.size) \(status.inode) \(status.changed)"
    if let entry = known[file], entry["state"]?.string == state, let sum = entry["sum"]?.string {
      return Found(
        sum: sum,
        mentions: FixtureMentions(
          variables: Set(entry["variables"]?.array?.compactMap(\.string) ?? []),
          today: entry["today"]?.bool ?? false))
    }
    let found = try Self.read(file)
    let age = Date().timeIntervalSince1970 - Double(status.changed) / 1e9
    if age > 2 {
      known[file] = [
        "state": .string(state), "sum": .string(found.sum),
        "variables": .array(found.mentions.variables.sorted().map { .string($0) }),
        "today": .bool(found.mentions.today),
      ]
      isChanged = true
    }
    return found
  }

  /// Nothing depends on its being kept.
  func keep() {
    guard isChanged else { return }
    try? Folder.make(Folder.parent(of: path))
    let ignored = Folder.parent(of: path) + "/.gitignore"
    if FileStatus(ignored) == nil { try? TextFile.write("*\n", to: ignored) }
    var present = known
    for name in known.names where FileStatus(name) == nil { present[name] = nil }
    try? TextFile.write(JSONValue.object(present).serialized(), to: path)
  }

  /// Of the text, where it is compressed; one that cannot be unpacked has the sum of its bytes.
  private static func read(_ file: String) throws -> Found {
    if file.hasSuffix(".gz"), let found = try? read(GzipSource(FileSource(path: file))) {
      return found
    }
    return try read(FileSource(path: file))
  }

  private static func read(_ source: some ByteSource) throws -> Found {
    var source = source
    var hash = SHA256()
    var mentions = FixtureMentions()
    // What a chunk ends with is looked at again with the next, for a name may be cut in two.
    let overlap = 512
    var kept = 0
    try withUnsafeTemporaryAllocation(byteCount: (1 << 18) + overlap, alignment: 16) { buffer in
      while true {
        let count = try source.read(into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept...]))
        if count == 0 { break }
        let end = kept + count
        hash.update(bufferPointer: UnsafeRawBufferPointer(rebasing: buffer[kept..<end]))
        mentions.look(through: UnsafeRawBufferPointer(rebasing: buffer[..<end]))
        let tail = min(overlap, end)
        buffer.copyBytes(from: Array(buffer[(end - tail)..<end]))
        kept = tail
      }
    }
    return Found(sum: hash.finalize().short, mentions: mentions)
  }
}
