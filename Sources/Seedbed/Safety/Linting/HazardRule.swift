internal import SQLScript

/// One hazard: how it is found, and all that is said of it.
///
/// The examples are the rule's tests and, with the rest, its page in `docs/hazards`.
protocol HazardRule: SendableMetatype {
  static var page: HazardPage { get }
  static func findings(in subject: LintSubject) -> [Finding]
}

/// What there is to say of a hazard.
struct HazardPage: Sendable {
  /// As directives name it.
  let id: String
  /// What happens, in a sentence without a full stop.
  let title: String
  let consequence: Hazard.Consequence
  /// Why, and for how long; paragraphs in Markdown.
  let reason: String
  /// What to do instead; paragraphs in Markdown.
  let remedy: String
  let bad: [HazardExample]
  let good: [HazardExample]
  /// Whether `--safe` writes the safe form.
  var isRewritten = false
  /// Whether it is what a contract migration is for, and goes without saying there.
  var isContract = false
}

/// A migration that shows a hazard, or how to do without.
struct HazardExample: Sendable {
  let sql: String
  /// What is there before, beside the tables of `HazardExample.schema`.
  var before = ""

  init(_ sql: String, before: String = "") {
    self.sql = sql
    self.before = before
  }

  /// What the examples take for granted.
  static let schema = """
    CREATE TABLE teams (id bigint PRIMARY KEY, name text NOT NULL);
    CREATE TABLE users (
      id bigint PRIMARY KEY, email text, name varchar(50), age integer, team_id bigint,
      balance numeric(10, 2), created_at timestamptz
    );
    CREATE INDEX users_name_idx ON users (name);
    CREATE TYPE mood AS ENUM ('happy', 'sad');
    CREATE DOMAIN positive AS integer CHECK (value > 0);
    CREATE TABLE scores (id bigint PRIMARY KEY, points positive);
    CREATE TABLE events (id bigint, at date NOT NULL) PARTITION BY RANGE (at);
    CREATE TABLE events_2025 PARTITION OF events FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
    CREATE MATERIALIZED VIEW totals AS SELECT team_id, count(*) FROM users GROUP BY team_id;
    """
}

/// A hazard at its place in the text that was looked at.
struct Finding {
  /// Of its first byte.
  let offset: Int
  let message: String
  var safeForm: String?
  /// Where it is not the rule's own.
  var consequence: Hazard.Consequence?

  init(
    _ message: String, at offset: Int, safeForm: String? = nil,
    _ consequence: Hazard.Consequence? = nil
  ) {
    self.message = message
    self.offset = offset
    self.safeForm = safeForm
    self.consequence = consequence
  }
}
