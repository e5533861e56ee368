import FoundationEssentials
import JSON
import Seedbed
import TestSupport

/// The `jsonschema` package for Python, an independent reader of schemas; `.ci/setup test` installs
/// it.
enum Validator {
  private static let python = Build.folder + "/../../validator/bin/python"

  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: python) }

  /// What is wrong with each document by its schema; nil for one that is valid.
  ///
  /// - Parameter documents: each with the schema that it is to follow.
  static func problems(
    of documents: [(schema: JSONValue, text: String)]
  ) throws -> [String?] {
    let input = JSONValue.array(
      try documents.map { ["schema": $0.schema, "document": try JSONValue(parsing: $0.text)] })
    let outcome = try ChildProcess(
      python, ["-c", program], environment: ["PATH": "/usr/bin:/bin"], directory: "/tmp"
    ).run(input: input.serialized())
    guard outcome.status == 0, let answers = try JSONValue(parsing: outcome.output).array else {
      throw Problem("test.validator", outcome.errors)
    }
    return answers.map(\.string)
  }

  private static let program = """
    import json, sys
    from jsonschema import Draft202012Validator
    answers = []
    for item in json.load(sys.stdin):
        Draft202012Validator.check_schema(item["schema"])
        errors = list(Draft202012Validator(item["schema"]).iter_errors(item["document"]))
        answers.append(errors[0].message[:300] if errors else None)
    json.dump(answers, sys.stdout)
    """
}
