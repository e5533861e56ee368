import JSON
import Postgres
import TestSupport

@testable import Seedbed

/// A shop with all that a reset has to put right, and the database lent to the running test.
struct SnapshotProject: Sendable {
  let folder: TemporaryFolder
  let lent: TestDatabase
  /// As whom the database is used, where it is not the superuser of the tests: its owner.
  let owner: String?

  /// - Parameters:
  ///   - byOwner: the database belongs to a role that may make others, and no more.
  ///   - addition: what the migration makes beside the shop.
  init(byOwner: Bool = false, _ addition: String = "") throws {
    folder = try TemporaryFolder()
    lent = try TestDatabase.current
    owner = byOwner ? "\(lent.name)_owner" : nil
    if let owner { try Self.give(lent, to: owner) }
    try folder.write("seedbed.json", #"{"environments": {"test": {"disposable": true}}}"#)
    // A template of the same files would serve this one, too.
    try folder.write(
      "migrations/20260101000000_shop.sql", "-- \(folder.path)\n" + Self.schema + addition)
    try folder.write(
      "seeds/customers.json",
      #"[{"email": "ada", "name": "Ada", "tags": ["a", null]}, {"email": "bob"}]"#)
    try folder.write(
      "seeds/orders.json",
      #"[{"code": "o1", "customer_id": {"email": "ada"}, "total": 1.50, "paid": {"by": "card"}}]"#)
    // Templates of an earlier run of the tests would be found again.
    _ = try project.clearTemplates(of: database, SilentProgress())
  }

  private static func give(_ lent: TestDatabase, to owner: String) throws {
    let name = quoted(identifier: owner)
    try lent.connect().run(
      simple: """
        DO $$ BEGIN
          CREATE ROLE \(name) LOGIN CREATEDB;
        EXCEPTION WHEN duplicate_object THEN NULL;
        END $$;
        ALTER DATABASE \(quoted(identifier: lent.name)) OWNER TO \(name);
        ALTER SCHEMA public OWNER TO \(name);
        """)
  }

  /// As whoever uses the database.
  func connect() throws -> Connection { try Connection(target) }

  private var target: ConnectionTarget {
    var target = lent.target
    if let owner { target["user"] = owner }
    return target
  }

  private static let schema = """
    CREATE TABLE customers (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      email text NOT NULL UNIQUE, name text, tags text[],
      shout text GENERATED ALWAYS AS (upper(email)) STORED,
      changed_at timestamptz NOT NULL DEFAULT now());
    CREATE TABLE orders (id serial PRIMARY KEY, code text NOT NULL UNIQUE,
      customer_id int NOT NULL REFERENCES customers ON DELETE CASCADE,
      total numeric(9,2), paid json);
    CREATE UNLOGGED TABLE visits (id bigserial PRIMARY KEY, page text);
    INSERT INTO visits (page) SELECT 'page ' || n FROM generate_series(1, 300) n;
    CREATE TABLE log (line text);
    CREATE TABLE days (day date NOT NULL, note text) PARTITION BY RANGE (day);
    CREATE TABLE days_2026 PARTITION OF days FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
    INSERT INTO days VALUES ('2026-05-01', 'May');
    CREATE MATERIALIZED VIEW pages AS SELECT count(*) AS n FROM visits;
    CREATE FUNCTION note() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
      INSERT INTO log VALUES (TG_TABLE_NAME || ' ' || TG_OP); NEW.changed_at := now(); RETURN NEW;
    END $$;
    CREATE TRIGGER note BEFORE UPDATE ON customers FOR EACH ROW EXECUTE FUNCTION note();
    """

  func project(_ environment: String = "test") throws -> Project {
    try Project(
      Project.Options(
        root: folder.path, environment: environment,
        databaseURL: target.url(includingPassword: true), variables: [:]))
  }

  var project: Project { get throws { try project() } }
  var database: Database { get throws { try project.database() } }

  func up() throws { _ = try project.up(database, SilentProgress()) }

  @discardableResult
  func reset(
    force: Bool = false, confirmation: String? = nil, _ progress: any Progress = SilentProgress()
  ) throws -> ResetReport {
    try project.reset(database, confirmation: confirmation, force: force, progress)
  }

  /// Migrated, seeded and reset once, so that it is a copy of its template.
  func settle() throws {
    try up()
    try reset()
    try tidy()
  }

  @discardableResult
  func tidy(spare: Bool? = false) throws -> TidyReport {
    try project.tidy(database, spare: spare, SilentProgress())
  }

  func run(_ statements: String) throws { try connect().run(simple: statements) }

  /// Every row of every table, without their places, and where sequences stand.
  func state(of url: String? = nil) throws -> [String] {
    let connection = try url.map { try Connection(ConnectionTarget(parsing: $0)) } ?? lent.connect()
    let relations = try connection.run(
      simple: """
        SELECT oid::regclass, relkind FROM pg_class WHERE relkind IN ('r', 'm', 'S')
          AND relnamespace IN ('public'::regnamespace, 'seedbed'::regnamespace)
          AND relname NOT LIKE 'baseline%' ORDER BY relname
        """)
    return try relations.flatMap { relation in
      let what = relation.string(1) == "S" ? "last_value || ' ' || is_called" : "t::text"
      return try connection.run(
        simple: "SELECT \(what) FROM ONLY \(relation.string(0)) t ORDER BY 1"
      ).map { "\(relation.string(0)): \($0.string(0))" }
    }
  }

  /// Where every row lies, and by which transaction it was made.
  func versions() throws -> [String] {
    try lent.connect().run(
      simple: """
        SELECT xmin || ' ' || ctid FROM customers UNION ALL SELECT xmin || ' ' || ctid FROM visits
        ORDER BY 1
        """
    ).map { $0.string(0) }
  }

  /// The built program in this folder.
  func seedbed(_ arguments: String...) throws -> Binary.Outcome {
    try Binary.run(
      arguments, environment: ["DATABASE_URL": lent.url, "SEEDBED_ENV": "test"], in: folder.path)
  }

  /// The names of the databases that are kept of the lent one.
  func kept(_ kind: KeptDatabase.Kind) throws -> [String] {
    try project.keptDatabases(of: database, SilentProgress()).databases
      .filter { $0.kind == kind }.map(\.name)
  }
}
