DROP INDEX CONCURRENTLY issues_due_on_idx;
ALTER TABLE issues DROP COLUMN due_on;
