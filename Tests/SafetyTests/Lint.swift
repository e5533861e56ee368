import SQLScript

@testable import Seedbed

/// Looks at a migration, with what ran before it.
func hazards(
  in sql: String, after before: String = "", version: Int? = nil
) throws -> [Hazard] {
  var knowledge = SchemaKnowledge()
  knowledge.majorVersion = version
  var linter = Linter(knowledge)
  for text in [HazardExample.schema, before] { linter.learn(try script(text)) }
  return linter.lint(try script(sql))
}

/// With the tables of the rules' examples; in a file of the name `1_a.sql`.
func script(_ sql: String) throws -> MigrationScript {
  try MigrationScript(SourceText(sql), of: MigrationFile(path: "1_a.sql", name: "1_a.sql"))
}
