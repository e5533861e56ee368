\set name 'a value; it''s'
\i other.sql
SELECT 1 \gexec
\copy t from 'file.csv' csv
\connect postgres://app:secret@db/app
\if :x
\echo it's
\endif
\.
SELECT 2 \; SELECT 3;
\\
\é
SELECT '\i kept', "\i kept", $$\i kept$$ /* \i kept */; -- \i kept
