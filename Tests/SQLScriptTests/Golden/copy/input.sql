CREATE TABLE IF NOT EXISTS notes (id int, "from" text);
COPY notes (id, "from") FROM stdin;
1	it's; "one"
2	\N
3	\\.x -- $$ /*
\.
copy notes from STDIN with (format csv, header true); -- the data follows
id,from
4,"quoted ""it''s""
over lines;"
\.

COPY /* comment */ notes FROM -- stdout is another spelling
  stdout WHERE id > 0 /* one line */
;
\.
COPY notes TO STDOUT;
COPY (SELECT "from" FROM notes WHERE "from" = 'FROM STDIN') TO stdout;
COPY notes (id) FROM PROGRAM 'echo 5';
DROP TABLE notes;
