public import Postgres

/// A type as `pg_type` describes it, with the types it is made of.
public indirect enum PostgresType: Sendable {
  case base(name: QualifiedName, category: Character)
  case `enum`(name: QualifiedName, labels: [String])
  case array(element: PostgresType, name: QualifiedName)
  case composite(name: QualifiedName, fields: [Field])
  case range(name: QualifiedName, bound: PostgresType)
  case domain(Domain)

  public struct Field: Sendable {
    public let name: String
    public let type: PostgresType
    public let typeModifier: Int
  }

  public struct Domain: Sendable {
    public let name: QualifiedName
    public let base: PostgresType
    /// The base type with the domain's modifier, as `character varying(20)`.
    public let baseText: String
    public let typeModifier: Int
    public let isNotNull: Bool
  }

  /// The type under all domains, with the modifier that applies there.
  func resolved(modifier: Int) -> (type: PostgresType, modifier: Int) {
    guard case .domain(let domain) = self else { return (self, modifier) }
    return domain.base.resolved(modifier: domain.typeModifier)
  }

  public var isDomain: Bool {
    if case .domain = self { true } else { false }
  }

  public var name: QualifiedName {
    switch self {
    case .base(let name, _), .enum(let name, _), .array(_, let name), .composite(let name, _),
      .range(let name, _):
      name
    case .domain(let domain): domain.name
    }
  }

  /// The name of a type of PostgreSQL itself, as `int4`; nil for any other.
  public var builtIn: String? {
    guard case .base(let name, _) = self, name.schema == "pg_catalog" else { return nil }
    return name.name
  }

  public var isJSON: Bool { builtIn == "json" || builtIn == "jsonb" }

  /// It holds a JSON object by itself: json, a composite, a range.
  var takesObject: Bool {
    switch resolved(modifier: -1).type {
    case .composite, .range: true
    case let type: type.isJSON
    }
  }
}
