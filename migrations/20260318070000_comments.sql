-- Comments come from the web page and by mail. A mail can arrive twice, and an answer before
-- what it answers, so every comment has a name that its sender chose: a second delivery finds
-- the first one by it.

CREATE TABLE comments (
  id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  external_id uuid        NOT NULL DEFAULT gen_random_uuid() UNIQUE,
  issue_id    bigint      NOT NULL REFERENCES issues ON DELETE CASCADE,
  author_id   bigint      NOT NULL REFERENCES users,
  reply_to_id bigint      REFERENCES comments ON DELETE SET NULL,
  body        text        NOT NULL CHECK (body <> ''),
  reactions   jsonb       NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(reactions) = 'object'),
  written_at  timestamptz NOT NULL DEFAULT now(),
  updated_at  timestamptz NOT NULL DEFAULT now(),

  CONSTRAINT comments_no_reply_to_itself CHECK (reply_to_id <> id)
);

CREATE INDEX comments_issue_id_idx    ON comments (issue_id, written_at);
CREATE INDEX comments_author_id_idx   ON comments (author_id);
CREATE INDEX comments_reply_to_id_idx ON comments (reply_to_id) WHERE reply_to_id IS NOT NULL;

CREATE TRIGGER touch_updated_at BEFORE UPDATE ON comments
  FOR EACH ROW EXECUTE FUNCTION touch_updated_at();

COMMENT ON COLUMN comments.reactions IS 'How many of each: {"👍": 2}';
