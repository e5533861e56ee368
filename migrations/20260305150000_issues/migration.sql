-- What there is to do.

CREATE TYPE issue_status   AS ENUM ('open', 'in_progress', 'done', 'dropped');
CREATE TYPE issue_priority AS ENUM ('low', 'normal', 'high', 'urgent');

CREATE TABLE issues (
  id          bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  project_id  bigint         NOT NULL REFERENCES projects ON DELETE CASCADE,
  number      integer        NOT NULL CHECK (number > 0),
  parent_id   bigint         REFERENCES issues ON DELETE SET NULL,
  title       text           NOT NULL CHECK (length(title) BETWEEN 1 AND 200),
  body        text           NOT NULL DEFAULT '',
  status      issue_status   NOT NULL DEFAULT 'open',
  priority    issue_priority NOT NULL DEFAULT 'normal',
  reporter_id bigint         NOT NULL REFERENCES users,
  assignee_id bigint         REFERENCES users ON DELETE SET NULL,
  estimate    interval       CHECK (estimate > interval '0'),
  hours_spent numeric(6,2)   NOT NULL DEFAULT 0 CHECK (hours_spent >= 0),
  checklist   jsonb          NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(checklist) = 'array'),
  opened_at   timestamptz    NOT NULL DEFAULT now(),
  closed_at   timestamptz,
  updated_at  timestamptz    NOT NULL DEFAULT now(),

  -- 'simple' neither stems nor drops words: our customers write in forty languages, and a
  -- wrong stemmer hides what it does not understand.
  search      tsvector       NOT NULL GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', body), 'B')
  ) STORED,

  UNIQUE (project_id, number),

  CONSTRAINT issues_no_own_parent
    CHECK (parent_id <> id),
  CONSTRAINT issues_closed_when_over
    CHECK ((status IN ('done', 'dropped')) = (closed_at IS NOT NULL)),
  CONSTRAINT issues_closed_after_opened
    CHECK (closed_at >= opened_at)
);

CREATE INDEX issues_parent_id_idx   ON issues (parent_id);
CREATE INDEX issues_reporter_id_idx ON issues (reporter_id);
CREATE INDEX issues_search_idx      ON issues USING gin (search);

-- Everybody's front page. Closed issues become nearly all of the table and are never on it.
CREATE INDEX issues_on_desk_idx ON issues (assignee_id, priority DESC) WHERE closed_at IS NULL;

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON issues
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

COMMENT ON COLUMN issues.number    IS 'Counted within the project: 7 in OPS-7';
COMMENT ON COLUMN issues.parent_id IS 'The larger issue that this one is a part of';
COMMENT ON COLUMN issues.checklist IS 'A list of {"text": …, "done": …}';

CREATE TABLE issue_labels (
  issue_id bigint NOT NULL REFERENCES issues ON DELETE CASCADE,
  label_id bigint NOT NULL REFERENCES labels ON DELETE CASCADE,
  PRIMARY KEY (issue_id, label_id)
);

CREATE INDEX issue_labels_label_id_idx ON issue_labels (label_id);
