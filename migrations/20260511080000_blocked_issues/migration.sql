-- seedbed: irreversible
-- PostgreSQL cannot take a value out of an enum.

ALTER TYPE issue_status ADD VALUE 'blocked' BEFORE 'done';

-- A new enum value may not be used in the transaction that adds it. What follows stands in the
-- next one.
ALTER TABLE issues ADD COLUMN blocked_because text;

ALTER TABLE issues ADD CONSTRAINT issues_blocked_has_reason
  CHECK ((status = 'blocked') = (blocked_because IS NOT NULL)) NOT VALID;

-- Read with a lock that lets people go on writing, unlike a CHECK that is validated at once.
-- The index before it parts the two into transactions of their own.
CREATE INDEX CONCURRENTLY issues_blocked_idx ON issues (project_id) WHERE status = 'blocked';

ALTER TABLE issues VALIDATE CONSTRAINT issues_blocked_has_reason;

COMMENT ON COLUMN issues.blocked_because IS 'What we wait for; given exactly while blocked';
