import FoundationEssentials
import Seedbed

/// The built `seedbed`, run as a user runs it.
public enum Binary {
  public struct Outcome: Sendable {
    public var status: Int32
    public var output: String
    public var errors: String
  }

  /// - Parameters:
  ///   - environment: added to `PATH` and `HOME`, all that is passed on of ours.
  ///   - directory: the working folder.
  ///   - input: what stands on its standard input.
  ///   - setup: run by the shell before, for the limits that it is to have.
  @discardableResult
  public static func run(
    _ arguments: [String], environment: [String: String] = [:], in directory: String,
    input: String = "", after setup: String? = nil
  ) throws -> Outcome {
    let ours = ProcessInfo.processInfo.environment
    var variables = ours.filter { ["PATH", "HOME"].contains($0.key) }
    variables.merge(environment) { _, given in given }
    let program = Build.folder + "/seedbed"
    let shell = setup.map { ["-c", "\($0); exec \"$0\" \"$@\"", program] + arguments }
    let outcome = try ChildProcess(
      shell == nil ? program : "/bin/sh", shell ?? arguments, environment: variables,
      directory: directory
    ).run(input: input)
    return Outcome(status: outcome.status, output: outcome.output, errors: outcome.errors)
  }
}

/// A folder of its own for a test, removed with this object.
public final class TemporaryFolder: Sendable {
  public let path: String

  public init() throws {
    path = "/tmp/seedbed-test-\(UUID().uuidString.prefix(8).lowercased())"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// Writes a file, making the folders above it; returns its path.
  @discardableResult
  public func write(_ name: String, _ text: String) throws -> String {
    let file = "\(path)/\(name)"
    let parent = String(file[..<(file.lastIndex(of: "/") ?? file.endIndex)])
    try FileManager.default.createDirectory(atPath: parent, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(filePath: file))
    return file
  }

  /// Removes a file or folder.
  public func remove(_ name: String) throws {
    try FileManager.default.removeItem(atPath: "\(path)/\(name)")
  }

  /// Makes a file look as if it had been changed so long ago.
  public func backdate(_ name: String, seconds: Double) throws {
    try FileManager.default.setAttributes(
      [.modificationDate: Date(timeIntervalSinceNow: -seconds)], ofItemAtPath: "\(path)/\(name)")
  }

  /// The file's text; nil where there is none.
  public func read(_ name: String) -> String? {
    FileManager.default.contents(atPath: "\(path)/\(name)").map {
      String(decoding: $0, as: UTF8.self)
    }
  }
}
