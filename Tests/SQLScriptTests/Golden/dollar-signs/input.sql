PREPARE p (int, int) AS SELECT $1+$2, $1::int;
EXECUTE p (1, 2);
CREATE TEMP TABLE a$b$c (d$ int, e$$ int);
SELECT a$b$c.d$, e$$ FROM a$b$c;
SELECT 1 AS x$y; SELECT 2 AS y$x;
DEALLOCATE p;
