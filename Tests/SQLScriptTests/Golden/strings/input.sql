SELECT 'a;b', 'it''s; one', '' , 'no \'; SELECT 'backslash ends nothing; ';
SELECT N'national; ''quote''', B'1;0', X'1;F', b'', x'', n'';
SELECT 'two; '
  'parts; '   -- a comment; between
  'three';
SELECT date '2026-11-22;', 1 AS name; SELECT 2;
