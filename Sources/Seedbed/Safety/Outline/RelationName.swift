/// The name of a table, index or the like as a statement writes it, folded as the server folds it.
public struct RelationName: Hashable, Sendable, CustomStringConvertible {
  /// nil where the statement leaves it to the search path.
  public let schema: String?
  public let name: String

  public init(_ name: String, schema: String? = nil) {
    self.schema = schema
    self.name = name
  }

  /// The same, in the schema that it is looked for in where it names none.
  func resolved(in schema: String) -> RelationName {
    RelationName(name, schema: self.schema ?? schema)
  }

  /// As reports show it: the schema `public` goes without saying.
  public var description: String {
    schema.map { $0 == "public" ? name : "\($0).\(name)" } ?? name
  }
}
