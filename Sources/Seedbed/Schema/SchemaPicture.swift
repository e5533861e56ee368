/// Everything that a database's catalog says of what users have made in it: a value.
///
/// Left out are Seedbed's own schema, the histories of other migration tools, what belongs to an
/// extension, and what is not a matter of shape: owners, tablespaces, the order of columns,
/// subscriptions, and the settings of roles and of the database.
public struct SchemaPicture: Sendable, Equatable {
  /// By kind, in the order in which kinds can be made, then by name.
  public let objects: [SchemaObject]

  init(_ objects: [SchemaObject]) {
    self.objects = objects.sorted {
      $0.identity.kind == $1.identity.kind
        ? $0.identity.name.precedesByBytes($1.identity.name)
        : $0.identity.kind < $1.identity.kind
    }
  }

  public func object(_ kind: ObjectKind, _ name: String) -> SchemaObject? {
    objects.first { $0.identity.kind == kind && $0.identity.name == name }
  }
}
