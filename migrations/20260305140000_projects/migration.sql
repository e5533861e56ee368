-- Projects, and the labels that each of them makes up for itself.

CREATE DOMAIN project_key AS text CHECK (VALUE ~ '^[A-Z][A-Z0-9]{1,9}$');
CREATE DOMAIN colour      AS text CHECK (VALUE ~ '^#[0-9a-f]{6}$');

CREATE TABLE projects (
  id              bigint        GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  organisation_id bigint        NOT NULL REFERENCES organisations ON DELETE CASCADE,
  key             project_key   NOT NULL,
  name            text          NOT NULL,
  description     text          NOT NULL DEFAULT '',
  lead_id         bigint        REFERENCES users ON DELETE SET NULL,
  runs            daterange     NOT NULL DEFAULT daterange(current_date, NULL)
                                CHECK (NOT isempty(runs)),
  budget          numeric(14,2) CHECK (budget >= 0),
  budget_currency iso_currency  REFERENCES currencies,
  board           jsonb,
  created_at      timestamptz   NOT NULL DEFAULT now(),
  updated_at      timestamptz   NOT NULL DEFAULT now(),

  UNIQUE (organisation_id, key),

  -- An amount without a currency is not money.
  CONSTRAINT projects_budget_has_currency
    CHECK ((budget IS NULL) = (budget_currency IS NULL))
);

CREATE INDEX projects_lead_id_idx ON projects (lead_id);

-- "What runs in March?"
CREATE INDEX projects_runs_idx ON projects USING gist (runs);

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON projects
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

COMMENT ON COLUMN projects.key   IS 'The first part of an issue''s name: OPS in OPS-7';
COMMENT ON COLUMN projects.board IS 'Columns and filter of the board; null: the usual one';

CREATE TABLE labels (
  id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id  bigint NOT NULL REFERENCES projects ON DELETE CASCADE,
  name        text   NOT NULL CHECK (name = trim(name) AND name <> ''),
  colour      colour NOT NULL DEFAULT '#808080',
  description text,
  UNIQUE (project_id, name)
);
