@testable import Seedbed

/// Hundreds of migrations that hold everything that is hard to split, order or run.
struct LargeFolder {
  struct Step {
    let number: Int
    let up: String
    let down: String
    /// PostgreSQL refuses a part of it inside a transaction.
    var isOutsideTransaction = false
    /// It counts on a transaction around it.
    var needsTransaction = false
    /// It holds semicolons that end no statement.
    var holdsBody = false
  }

  let steps: [Step]

  init(_ count: Int) { steps = (1...count).map(Self.step) }

  /// The steps as files of a layout, by their names in the folder of migrations.
  func files(for layout: MigrationLayout) -> [String: String] {
    var files: [String: String] = [:]
    for step in steps {
      let digits = String("0000\(step.number)".suffix(5))
      switch layout {
      case .prisma:
        files["20240101\(digits)0_step/migration.sql"] = step.up
        files["20240101\(digits)0_step/down.sql"] = step.down
      case .diesel:
        files["2024-01-01-\(digits)0_step/up.sql"] = step.up
        files["2024-01-01-\(digits)0_step/down.sql"] = step.down
        if step.isOutsideTransaction {
          files["2024-01-01-\(digits)0_step/metadata.toml"] = "run_in_transaction = false\n"
        }
      case .goose:
        // Without zeros, so that the order is not that of the names.
        files["\(step.number)_step.sql"] = goose(step)
      default:
        files["\(digits)_step.up.sql"] = step.up
        files["\(digits)_step.down.sql"] = step.down
      }
    }
    if layout == .prisma { files["migration_lock.toml"] = "provider = \"postgresql\"\n" }
    if layout == .goose { files["embed.go"] = "package migrations\n" }
    return files
  }

  private func goose(_ step: Step) -> String {
    let body =
      step.holdsBody
      ? "-- +goose StatementBegin\n\(step.up)\n-- +goose StatementEnd\n" : step.up + "\n"
    return (step.isOutsideTransaction ? "-- +goose NO TRANSACTION\n" : "")
      + "-- +goose Up\n\(body)\n-- +goose Down\n\(step.down)\n"
  }

  private static func step(_ number: Int) -> Step {
    let t = "t\(number)"
    let table = "CREATE TABLE \(t) (id int PRIMARY KEY, s text DEFAULT 'a;b -- c');\n"
    let drop = "DROP TABLE \(t) CASCADE;"
    switch number % 14 {
    case 1:
      return Step(
        number: number,
        up: table + "COPY \(t) (id, s) FROM stdin;\n1\tone; two\n2\t\\\\.x\n3\t\\N\n\\.\n",
        down: drop)
    case 2:
      return Step(
        number: number,
        up: """
          CREATE FUNCTION f\(number)(a int) RETURNS int LANGUAGE plpgsql AS $f$
          BEGIN
            -- ; is no end, nor is $$
            IF a > 0 THEN RETURN $1; END IF;
            RETURN 'é'::text <> ';';
          END $f$;
          """, down: "DROP FUNCTION f\(number);", holdsBody: true)
    case 3:
      return Step(
        number: number,
        up: table
          + "CREATE INDEX CONCURRENTLY i\(number) ON \(t) (s);\nANALYZE \(t);\nVACUUM \(t);",
        down: "DROP INDEX CONCURRENTLY i\(number);\n" + drop, isOutsideTransaction: true)
    case 4:
      return Step(
        number: number, up: "BEGIN;\n\(table)INSERT INTO \(t) VALUES (1, E'it\\'s;');\nCOMMIT;\n",
        down: "BEGIN; \(drop) COMMIT;")
    case 5:
      return Step(
        number: number,
        up: table + "CREATE RULE r AS ON DELETE TO \(t) DO ALSO (SELECT 1; SELECT 2);", down: drop)
    case 6:
      return Step(
        number: number,
        up: """
          CREATE TYPE e\(number) AS ENUM ('x');
          ALTER TYPE e\(number) ADD VALUE 'y;z';
          CREATE TABLE \(t) (v e\(number) DEFAULT 'y;z');
          INSERT INTO \(t) DEFAULT VALUES;
          """, down: "\(drop) DROP TYPE e\(number);")
    case 7:
      return Step(
        number: number,
        up: """
          CREATE FUNCTION g\(number)(a int) RETURNS text LANGUAGE sql
          BEGIN ATOMIC
            SELECT CASE WHEN a > 0 THEN ';' ELSE 'END' END;
          END;
          """, down: "DROP FUNCTION g\(number);", holdsBody: true)
    case 8:
      return Step(
        number: number,
        up: "/* a; /* nested; */ ' */\r\n" + table.replacing("\n", with: "\r\n")
          + "COMMENT ON TABLE \(t) IS U&'caf\\00E9; 日本';\r\n",
        down: drop)
    case 9:
      // As pg_dump writes, and without the last semicolon.
      return Step(
        number: number,
        up: """
          SELECT pg_catalog.set_config('search_path', '', false);
          SET standard_conforming_strings = on;
          CREATE TABLE public.\(t) ("a;b" int, "q"" x" text)
          """, down: "DROP TABLE public.\(t)")
    case 10:
      return Step(
        number: number,
        up: """
          DO $do$ BEGIN EXECUTE format('CREATE TABLE %I (i int CHECK (i > 0))', '\(t)'); END $do$;
          CREATE VIEW v\(number) AS SELECT i, '$$;'::text AS s FROM \(t);
          ALTER TABLE \(t) ENABLE ROW LEVEL SECURITY;
          CREATE POLICY p ON \(t) USING (i > 1);
          """, down: drop)
    case 11:
      return Step(
        number: number,
        up: """
          CREATE TABLE \(t) (i int, j int GENERATED ALWAYS AS (i * 2) STORED) PARTITION BY RANGE (i);
          CREATE TABLE \(t)_a PARTITION OF \(t) FOR VALUES FROM (1) TO (10);
          ALTER TABLE \(t) DETACH PARTITION \(t)_a CONCURRENTLY;
          CREATE TABLE \(t)_b PARTITION OF \(t) FOR VALUES FROM (10) TO (20);
          """, down: "\(drop) DROP TABLE \(t)_a;", isOutsideTransaction: true)
    case 12:
      return Step(
        number: number,
        up: """
          \(table)SET LOCAL lock_timeout = '2s';
          SAVEPOINT one;
          INSERT INTO \(t) VALUES (1, $tag$a;$b$;$tag$);
          ROLLBACK TO one;
          RELEASE one;
          CREATE SEQUENCE s\(number) OWNED BY \(t).id;
          """, down: drop, needsTransaction: true)
    case 13:
      return Step(number: number, up: "-- nothing; to do\n", down: "-- and nothing to undo")
    default:
      return Step(
        number: number,
        up: """
          \(table)CREATE FUNCTION h\(number)() RETURNS trigger LANGUAGE plpgsql AS
            'BEGIN NEW.s := ''x;''; RETURN NEW; END';
          CREATE TRIGGER g BEFORE INSERT ON \(t) FOR EACH ROW EXECUTE FUNCTION h\(number)();
          INSERT INTO \(t) (id) VALUES (1);
          GRANT SELECT ON \(t) TO PUBLIC;
          """, down: "\(drop) DROP FUNCTION h\(number);")
    }
  }
}
