internal import JSON

#if canImport(Glibc)
  internal import Glibc
#else
  internal import Darwin
#endif

extension FixtureFile {
  /// The fixture that comes on standard input, which is read to its end.
  ///
  /// Its form is told by how it begins: as gzip does; with `[`, an array of records; with `{` and a
  /// name of a table's options, an object with `$rows`; else one record a line.
  ///
  /// - Parameters:
  ///   - table: the table that it is for.
  ///   - folder: what `$file` is relative to.
  ///   - temporary: the folder for an input that is too large for memory.
  public static func standardInput(
    table: String, folder: String, temporary: String
  ) throws(Problem) -> FixtureFile {
    let spool = try InputSpool(descriptor: STDIN_FILENO, name: "standard input", folder: temporary)
    return try FixtureFile(spool, table: table, folder: folder)
  }

  init(_ spool: InputSpool, table: String, folder: String) throws(Problem) {
    let isCompressed = GzipSource.begins(spool.prefix(2))
    func file(_ format: Format) -> FixtureFile {
      FixtureFile(
        .spool(spool), name: Self.standardInputName, folder: folder, format: format,
        isCompressed: isCompressed, layer: .base, tableName: table)
    }
    self = try file(file(.json).formatByItsBeginning())
  }

  static let standardInputName = "-"

  var isStandardInput: Bool { name == Self.standardInputName }

  private func formatByItsBeginning() throws(Problem) -> Format {
    do {
      var scanner = try scanner()
      guard try scanner.hasMore() else { return .jsonLines }
      switch try scanner.nextKind() {
      case .object:
        try scanner.beginObject()
        guard let name = try scanner.nextName()?.name else { return .jsonLines }
        return name.hasPrefix("$") && !Self.recordOptions.contains(name) ? .json : .jsonLines
      default: return .json
      }
    } catch let problem as Problem {
      throw problem
    } catch {
      // Mistakes in the text are found again where they are reported.
      return .jsonLines
    }
  }

  /// What begins with `$` in a record, not beside records.
  private static let recordOptions: Set = ["$label", "$repeat"]
}
