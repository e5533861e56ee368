internal import FoundationEssentials
internal import JSON

/// Brings fixtures into their canonical form, and changes nothing that they say.
///
/// A text is read three times at most and never held whole: to check it, to compare it with its
/// canonical form, and to write that where they differ.
public struct FixtureFormatter {
  private let project: Project
  /// Only says which files differ.
  public var isCheck = false

  public init(_ project: Project) { self.project = project }

  /// - Parameter paths: files and folders, from the working folder; empty for all fixtures of the
  ///   project, whatever their environment.
  /// - Throws: what is wrong in any of the files, together; then no file was changed.
  public func format(_ paths: [String] = []) throws -> FormattingReport {
    var report = FormattingReport(isCheck: isCheck)
    var problems: [Problem] = []
    var differing: [FixtureText] = []
    for text in try texts(paths) {
      guard !text.isCompressed else {
        report.passedOver.append(text.name)
        continue
      }
      do {
        if try text.isCanonical() {
          report.unchanged += 1
        } else {
          differing.append(text)
        }
      } catch {
        problems.append(text.problem(error))
      }
    }
    if let problem = Problem.together(problems) { throw problem }
    for text in differing {
      do {
        if !isCheck { try text.replace() }
      } catch {
        throw text.problem(error)
      }
      report.changed.append(text.name)
    }
    return report
  }

  /// The canonical form of what stands on standard input.
  public func formatStandardInput() throws -> FormattedInputReport {
    let spool = try InputSpool(
      descriptor: 0, name: "standard input", folder: project.temporaryFolder)
    var text = FixtureText(name: "-", content: .spool(spool), form: .document)
    do {
      do {
        try text.check()
      } catch let error as JSONSyntaxError where error.kind == .trailingContent {
        // Several values can only be one a line.
        text.form = .lines
        try text.check()
      }
      var formatted: [UInt8] = []
      let isCanonical = try text.isCanonical { formatted += $0 }
      return FormattedInputReport(
        text: String(decoding: formatted, as: UTF8.self), isCheck: isCheck,
        isCanonical: isCanonical)
    } catch {
      throw text.problem(error)
    }
  }

  // MARK: Which files

  private func texts(_ paths: [String]) throws -> [FixtureText] {
    guard !paths.isEmpty else {
      let folder = project.seedsFolder
      let inside = try Self.entries(of: folder).filter { FileStatus.isFolder("\(folder)/\($0)") }
      return try ([folder] + inside.map { "\(folder)/\($0)" }).flatMap(fixtures)
    }
    return try paths.flatMap { path -> [FixtureText] in
      let path = Folder.absolute(path)
      if FileStatus.isFolder(path) { return try fixtures(in: path) }
      guard let text = text(path) else {
        throw Problem(
          "seed.unknown_file", "\(project.relative(path)) is not a fixture file",
          hint: "fixtures end in .json or .jsonl")
      }
      return [text]
    }
  }

  private func fixtures(in folder: String) throws -> [FixtureText] {
    try Self.entries(of: folder).filter { !FileStatus.isFolder("\(folder)/\($0)") }
      .compactMap { text("\(folder)/\($0)") }
  }

  private func text(_ path: String) -> FixtureText? {
    guard case .fixture(_, let format, let isCompressed) = FileName(Folder.name(of: path)) else {
      return nil
    }
    return FixtureText(
      name: project.relative(path), content: .file(path),
      form: format == .json ? .document : .lines, isCompressed: isCompressed)
  }

  private static func entries(of folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
        .filter { !$0.hasPrefix(".") }.sorted()
    } catch {
      throw SystemCall.failure("read", folder)
    }
  }
}
