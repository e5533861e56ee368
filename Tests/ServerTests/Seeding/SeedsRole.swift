import Postgres
import TestSupport

extension Seeds {
  /// Runs as a role of its own that has nothing but what `grants`, in which it is `$role`, gives it.
  mutating func asRole(
    granting grants: String, _ body: (inout Seeds, _ role: String) throws -> Void
  ) throws {
    let role = "\(try TestDatabase.current.name)_role"
    let drop = """
      DO $$ BEGIN
        IF EXISTS (SELECT FROM pg_roles WHERE rolname = '\(role)') THEN
          DROP OWNED BY \(role); DROP ROLE \(role);
        END IF;
      END $$;
      """
    let owner = connection
    try owner.run(
      simple: drop + "CREATE ROLE \(role);" + grants.replacing("$role", with: role))
    defer { _ = try? owner.run(simple: drop) }
    session = "SET ROLE \(role)"
    try body(&self, role)
  }
}
