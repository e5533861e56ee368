COPY notes FROM STDIN; SELECT 1;
1
\.
COPY notes FROM STDIN; /* a comment
over lines */
2
\.
SELECT 2;
