internal import JSON
internal import SQLScript

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// A copy of a long file for this process alone, in a file without a name that is mapped into memory.
///
/// It takes no memory that the system cannot have back, and stays what it was when it was read,
/// whatever becomes of the file: a mapping of the file itself would end the process where somebody
/// cuts the file short.
enum PrivateCopy {
  /// Nil where there is no room for one.
  ///
  /// - Throws: where the file itself cannot be read.
  static func text(of file: RegularFile, in folder: String = NamelessFile.folder) throws
    -> SourceText?
  {
    guard let copy = try? NamelessFile.make(in: folder) else { return nil }
    // A mapping keeps its file.
    defer { close(copy) }
    guard hasRoom(for: file.size, copy) else { return nil }
    guard let size = try write(file, to: copy), size > 0,
      let start = mmap(nil, size, PROT_READ | PROT_WRITE, MAP_SHARED, copy, 0),
      start != MAP_FAILED
    else { return nil }
    let place = Int(bitPattern: start)
    let bytes = UnsafeMutableRawBufferPointer(start: start, count: size)
    let lender = TextMemory.Lender(
      letGo: { from, to in
        letGo(of: max(place, place + from - around)..<min(place + to, place + size))
      },
      free: { munmap(UnsafeMutableRawPointer(bitPattern: place), size) })
    return SourceText(TextMemory(lent: bytes.bindMemory(to: UInt8.self), by: lender))
  }

  /// Others who write to the same disk, a server perhaps, are left as much again.
  private static func hasRoom(for size: Int, _ copy: Int32) -> Bool {
    var system = statvfs()
    guard fstatvfs(copy, &system) == 0 else { return false }
    return Int(system.f_bavail) * Int(system.f_frsize) / 2 > size
  }

  /// How many bytes it has now; nil where they cannot all be written.
  ///
  /// They are written, and not only made room for: a full disk shows here, and not when the mapping is
  /// used.
  private static func write(_ file: RegularFile, to copy: Int32) throws -> Int? {
    // Beyond the size that a process may write, an error is wanted and not its end.
    signal(SIGXFSZ, SIG_IGN)
    var source = file.source
    var size = 0
    return try withUnsafeTemporaryAllocation(byteCount: 1 << 18, alignment: 1) { buffer in
      while size < file.size {
        let count = try source.read(
          into: UnsafeMutableRawBufferPointer(rebasing: buffer.prefix(file.size - size)))
        if count == 0 { break }
        do {
          try SystemCall.write(Array(buffer[..<count])[...], to: copy, "a temporary file")
        } catch {
          return nil
        }
        size += count
      }
      return size
    }
  }

  /// With a page that is touched the system maps what it keeps in one piece with it, up to so many
  /// bytes: what was let go of before may be there again.
  private static let around = 1 << 21

  /// Whole pages that lie inside the range; the system has them from the file again.
  private static func letGo(of range: Range<Int>) {
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let start = (range.lowerBound + page - 1) / page * page
    let end = range.upperBound / page * page
    if start >= end { return }
    madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_DONTNEED)
  }
}
