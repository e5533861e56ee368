-- seedbed: irreversible
DO $$
BEGINEND
$$;SELECT 'a
b';
CREATE TEMP TABLE t (a text, b text);
COPY t FROM STDIN;
1	2
\.
SELECT 3;