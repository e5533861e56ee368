/// One object of a catalog: what it is called and what it is like, as text.
///
/// Two objects are equal when their names and attributes are; the statements are no part of that.
public struct SchemaObject: Sendable, Equatable {
  /// What tells an object from all others: its kind, and its name as a statement has it, qualified.
  public struct Identity: Sendable, Hashable, CustomStringConvertible {
    public var kind: ObjectKind
    /// As `public.users`, `public.users.email`, `public.area(integer, integer)`.
    public var name: String

    public var description: String { "\(kind.word) \(name)" }
  }

  public let identity: Identity
  /// `table public.users`: the description of what it belongs to, and goes with; nil for what stands
  /// alone.
  public let parent: String?
  /// What it is like, by name; what is as everybody expects it has no attribute.
  public let attributes: [String: String]
  /// Statements that make and change it, as far as the server can write them.
  let statements: [String: String]

  /// An attribute of this value may be anything: the role may not see it.
  static let unseen = "not visible to this role"

  /// Whether the two are the same as far as both can be seen.
  func matches(_ other: SchemaObject) -> Bool {
    identity == other.identity && changes(to: other).isEmpty
  }

  /// The names of the attributes that differ.
  func changes(to other: SchemaObject) -> [String] {
    Set(attributes.keys).union(other.attributes.keys).sorted().filter { name in
      let values = [attributes[name], other.attributes[name]]
      return values[0] != values[1] && !values.contains(Self.unseen)
    }
  }

  public static func == (one: SchemaObject, other: SchemaObject) -> Bool {
    one.identity == other.identity && one.attributes == other.attributes
  }
}

extension SchemaObject {
  /// The statement that makes it; nil where there is none to be sure of.
  var creation: String? { statements["create"] }
  var removal: String? { statements["drop"] }
  /// The statement that gives an object of this name the attributes that this one has.
  var alteration: String? { statements["alter"] }

  /// The statement that gives an object of this name one attribute of this one.
  func alteration(of attribute: String) -> String? { statements["alter \(attribute)"] }
}
