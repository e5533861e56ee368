internal import FoundationEssentials

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

/// Makes and removes folders.
package enum Folder {
  /// Makes the folder and those above it that are missing.
  package static func make(_ path: String, mode: UInt32 = 0o755) throws(Problem) {
    if mkdir(path, mode_t(mode)) == 0 { return }
    let code = errno
    if FileStatus.isFolder(path) { return }
    let parent = Self.parent(of: path)
    guard code == ENOENT, parent != path else {
      throw SystemCall.failure("create", path, code: code)
    }
    try make(parent)
    if mkdir(path, mode_t(mode)) == 0 { return }
    let second = errno
    if !FileStatus.isFolder(path) { throw SystemCall.failure("create", path, code: second) }
  }

  /// Removes the folder and all that is in it, following no link; one that is not there is fine.
  package static func remove(_ path: String) throws(Problem) {
    guard FileStatus(path, followingLinks: false) != nil else { return }
    do {
      try FileManager.default.removeItem(atPath: path)
    } catch {
      throw SystemCall.failure("remove", path)
    }
  }

  /// What is in a folder, by name; nothing in one that is not there.
  package static func entries(of path: String) throws(Problem) -> [String] {
    guard FileStatus(path) != nil else { return [] }
    do {
      return try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    } catch {
      throw SystemCall.failure("read", path)
    }
  }

  /// Something in a folder.
  package struct Entry: Sendable {
    package let name: String
    /// Also where it is a link to one.
    package let isFolder: Bool
  }

  /// What is in a folder, in no order; nil where it cannot be read.
  ///
  /// Most file systems say with the name what it stands for, so that nothing else has to be asked
  /// of the thousands of files that a folder may hold.
  package static func listing(of path: String) -> [Entry]? {
    guard let folder = opendir(path) else { return nil }
    defer { closedir(folder) }
    var entries: [Entry] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: &entry.pointee.d_name) { bytes in
        String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
      }
      if name == "." || name == ".." { continue }
      let isFolder =
        switch Int32(entry.pointee.d_type) {
        case Int32(DT_REG): false
        case Int32(DT_DIR): true
        default: FileStatus.isFolder("\(path)/\(name)")
        }
      entries.append(Entry(name: name, isFolder: isFolder))
    }
    return entries
  }

  package static func parent(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package static func name(of path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? ""
  }

  /// The working folder, without links.
  package static var working: String { FileStatus.realPath(".") ?? "." }

  /// A path given by a user, made absolute from the working folder.
  package static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(working)/\(path)"
  }
}
