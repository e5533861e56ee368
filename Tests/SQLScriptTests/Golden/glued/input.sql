SELECT 1a$b$; SELECT $1a$b$; SELECT 1$a$;$a$, $1$a$;$a$, 1..2, 1.5.5, 1e+5, 0x1E+5, 1_000, .5;
