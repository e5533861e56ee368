-- psql itself miscounts here: the words are names
CREATE FUNCTION begin(begin int) RETURNS int LANGUAGE sql AS 'SELECT 1;';
CREATE FUNCTION f() RETURNS TABLE (a int) BEGIN ATOMIC SELECT 1 AS end; SELECT 2 AS case; SELECT x.end FROM (SELECT 3 AS end) AS x; END;
DROP FUNCTION f(), begin(int);
