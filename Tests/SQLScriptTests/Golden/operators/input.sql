SELECT 1 -- comment;
  -1, 2*-1, 3/ /* comment; */ 4;
SELECT 5+/* comment; */6, 7<--comment;
8, 9 - - 1, 10 @/*;*/-1;
SELECT '{"a":1}'::jsonb ?| array['a'], 1 <> 2, 'a' ~* 'b;', '[1]'::jsonb #>> '{0}', 2^-1, |/ 25;
CREATE OPERATOR @#- (LEFTARG = int, RIGHTARG = int, FUNCTION = int4pl);
SELECT 1 @#- 2, 1 @#- -2;
DROP OPERATOR @#- (int, int);
