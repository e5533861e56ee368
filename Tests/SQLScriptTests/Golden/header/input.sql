-- seedbed: transaction off
/* a block comment is none */
  --seedbed: allow drop-column because it's unused  
;
	-- seedbed: lock-timeout 2s

ALTER TABLE t
  -- not in the header
  DROP COLUMN c;
-- nor this
