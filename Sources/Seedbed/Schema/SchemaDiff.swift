/// What tells two pictures apart: a value.
public struct SchemaDiff: Sendable, Equatable {
  public enum Difference: Sendable, Equatable {
    /// The second picture has it, the first has not.
    case added(SchemaObject)
    /// The first picture has it, the second has not.
    case removed(SchemaObject)
    case changed(from: SchemaObject, to: SchemaObject)

    public var identity: SchemaObject.Identity { object.identity }
    var parent: String? { object.parent }

    private var object: SchemaObject {
      switch self {
      case .added(let object), .removed(let object), .changed(_, let object): object
      }
    }
  }

  /// An attribute of an object that is not what it was; nil where it has none.
  public struct Change: Sendable, Equatable {
    public let attribute: String
    public let from: String?
    public let to: String?
  }

  /// By kind, then by name.
  public internal(set) var differences: [Difference]

  public init(from first: SchemaPicture, to second: SchemaPicture) {
    let before = Self.byIdentity(first)
    let after = Self.byIdentity(second)
    let all = SchemaPicture(
      first.objects + second.objects.filter { before[$0.identity] == nil })
    differences = all.objects.compactMap { object in
      switch (before[object.identity], after[object.identity]) {
      case (let old?, let new?): old.matches(new) ? nil : .changed(from: old, to: new)
      case (let old?, nil): .removed(old)
      case (nil, let new?): .added(new)
      case (nil, nil): nil
      }
    }
  }

  public var isEmpty: Bool { differences.isEmpty }

  /// The differences that stand for themselves: what belongs to an object that came or went as a
  /// whole is counted with it.
  public var outermost: [Difference] {
    let whole = wholes
    return differences.filter { $0.parent.map { !whole.contains($0) } ?? true }
  }

  /// What came or went along with an object, as how many of which kind.
  public func parts(of difference: Difference) -> [(kind: ObjectKind, count: Int)] {
    let name = difference.identity.description
    guard wholes.contains(name) else { return [] }
    let parts = Dictionary(grouping: differences.filter { $0.parent == name }, by: \.identity.kind)
    return parts.map { ($0.key, $0.value.count) }.sorted { $0.kind < $1.kind }
  }

  private var wholes: Set<String> {
    Set(
      differences.compactMap { difference in
        if case .changed = difference { nil } else { difference.identity.description }
      })
  }

  private static func byIdentity(
    _ picture: SchemaPicture
  ) -> [SchemaObject.Identity: SchemaObject] {
    Dictionary(picture.objects.map { ($0.identity, $0) }) { one, _ in one }
  }
}

extension SchemaDiff.Difference {
  /// The attributes that differ, by name; empty for an object that came or went as a whole.
  public var changes: [SchemaDiff.Change] {
    guard case .changed(let old, let new) = self else { return [] }
    return old.changes(to: new).map { name in
      SchemaDiff.Change(attribute: name, from: old.attributes[name], to: new.attributes[name])
    }
  }
}
