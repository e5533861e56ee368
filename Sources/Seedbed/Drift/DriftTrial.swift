internal import Postgres

/// Finds the statements that turn a shadow into the picture of a database, by trying them on it.
///
/// What one needs another may have to make first: so what fails is tried again for as long as
/// anything else succeeds. What the shadow has taken is certain, and in an order that works.
struct DriftTrial {
  private let shadow: Connection
  private let goal: SchemaPicture
  private let ignored: IgnoreList
  private var picture: SchemaPicture
  /// What the shadow has taken, in this order.
  private(set) var statements: [String] = []
  private var taken: Set<String> = []
  private var refusals: [SchemaObject.Identity: String] = [:]

  init(
    _ shadow: Connection, showing picture: SchemaPicture, to goal: SchemaPicture,
    ignoring ignored: IgnoreList
  ) {
    self.shadow = shadow
    self.picture = picture
    self.goal = goal
    self.ignored = ignored
  }

  /// What is left of the drift.
  var diff: SchemaDiff { SchemaDiff(from: picture, to: goal).ignoring(ignored).diff }

  /// Why the server did not take the statement for an object.
  func refusal(of identity: SchemaObject.Identity) -> String? { refusals[identity] }

  mutating func run() throws(PostgresError) {
    var isMoving = true
    while isMoving {
      isMoving = false
      // What stands on others goes before them, and comes after them.
      for kind in ObjectKind.allCases.reversed() {
        if try take(kind, where: { if case .removed = $0 { true } else { false } }) {
          isMoving = true
        }
      }
      for kind in ObjectKind.allCases {
        if try take(kind, where: { if case .removed = $0 { false } else { true } }) {
          isMoving = true
        }
      }
    }
  }

  /// Whether the shadow has taken anything.
  private mutating func take(
    _ kind: ObjectKind, where condition: (SchemaDiff.Difference) -> Bool
  ) throws(PostgresError) -> Bool {
    let steps = diff.outermost.filter { $0.identity.kind == kind && condition($0) }
    var hasTaken = false
    for step in steps {
      for statement in DriftSteps.statements(for: step) ?? [] where !taken.contains(statement) {
        do throws(PostgresError) {
          try shadow.run(simple: statement)
          statements.append(statement)
          taken.insert(statement)
          hasTaken = true
        } catch {
          if error.isConnectionFailure { throw error }
          refusals[step.identity] = error.message
          break
        }
      }
    }
    if hasTaken { picture = try SchemaPicture.read(from: shadow) }
    return hasTaken
  }
}
