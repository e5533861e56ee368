import FoundationEssentials
import JSON
import Testing

/// The statements of `Benchmarks/corpus/corpus.sql`, and what each was measured to do to tables of
/// 100,000 rows.
struct Corpus {
  struct Case {
    let name: String
    /// The oldest major version that knows its statements.
    let oldest: Int
    /// What has to be there before.
    var given: [String] = []
    var statements: [String] = []
  }

  /// The versions of PostgreSQL that it was measured on.
  static let versions = [15, 16, 18]

  private(set) var base: [String] = []
  private(set) var cases: [Case] = []
  private let truth: JSONValue

  init() throws {
    let folder =
      URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().path + "/Benchmarks/corpus"
    func text(_ name: String) throws -> String {
      String(decoding: try Data(contentsOf: URL(filePath: "\(folder)/\(name)")), as: UTF8.self)
    }
    truth = try JSONValue(parsing: text("truth.json"))
    var isBase = false
    for line in try text("corpus.sql").split(separator: "\n").map(String.init) {
      if line.hasPrefix("--- case ") {
        let words = line.split(separator: " ").map(String.init)
        cases.append(Case(name: words[2], oldest: words.count > 4 ? Int(words[4]) ?? 0 : 0))
        isBase = false
      } else if line == "--- base" {
        isBase = true
      } else if line == "--- rows" {
        isBase = false
      } else if line == "--- when" {
        cases[cases.count - 1].given = cases[cases.count - 1].statements
        cases[cases.count - 1].statements = []
      } else if isBase {
        base.append(line)
      } else if !cases.isEmpty {
        cases[cases.count - 1].statements.append(line)
      }
    }
  }

  /// For each statement: its locks, then its work; nil where the case was not measured on that
  /// version, or a version in between may answer otherwise.
  func measured(_ name: String, on major: Int) throws -> [String]? {
    guard let found = truth[name] else { return nil }
    guard let answers = (found["all"] ?? found[String(major)])?.array else { return nil }
    return try answers.map { answer in
      let locks = try #require(answer["locks"]?.array)
      let work = try #require(answer["work"]?.array)
      return (locks + work).compactMap(\.string).joined(separator: "; ")
    }
  }
}
