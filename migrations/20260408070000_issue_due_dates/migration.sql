-- A nullable column without a default is a change of the catalog only: no row is touched.
ALTER TABLE issues ADD COLUMN due_on date;

-- Concurrently, since people are writing issues meanwhile. This statement runs in no
-- transaction; those before and after it do.
CREATE INDEX CONCURRENTLY issues_due_on_idx ON issues (due_on)
  WHERE due_on IS NOT NULL AND closed_at IS NULL;

COMMENT ON COLUMN issues.due_on     IS 'The last day on which it is not late';
COMMENT ON INDEX  issues_due_on_idx IS 'For the reminders that go out every morning';
