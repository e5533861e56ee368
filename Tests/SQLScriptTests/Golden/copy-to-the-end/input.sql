CREATE TEMP TABLE notes (id int);
COPY notes FROM STDIN;
1
2