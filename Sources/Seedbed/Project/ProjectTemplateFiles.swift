extension ProjectTemplate {
  static let settings = """
    {
      "migrations": "migrations",
      "seeds": "seeds",
      "environments": {
        "development": {},
        "test": {},
        "production": { "protected": true }
      }
    }

    """

  static let migrations = [
    (
      name: "create_teams",
      sql: """
      CREATE TABLE teams (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        slug text NOT NULL UNIQUE,
        name text NOT NULL
      );

      """
    ),
    (
      name: "create_people",
      sql: """
      CREATE TABLE people (
        id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        email text NOT NULL UNIQUE,
        name text NOT NULL,
        team_id bigint NOT NULL REFERENCES teams (id)
      );

      CREATE INDEX people_team_id_idx ON people (team_id);

      """
    ),
  ]

  static let fixtures = [
    (
      name: "teams.json",
      json: """
      [
        { "slug": "garden", "name": "Garden" },
        { "slug": "kitchen", "name": "Kitchen" }
      ]

      """
    ),
    (
      name: "development/people.json",
      json: """
      {
        "$key": ["email"],
        "$rows": [
          { "email": "ada@example.com", "name": "Ada", "team_id": { "slug": "garden" } },
          { "email": "bo@example.com", "name": "Bo", "team_id": { "slug": "kitchen" } }
        ]
      }

      """
    ),
  ]
}
